"""Convolutions at twice the resolution of their input, computed at the input's own.

A tensor that was enlarged by nearest neighbours holds each pixel four times, so a 3 x 3 convolution of it weighs only
2 x 2 different ones: four small kernels, one for each *phase* (even or odd row, even or odd column) of its output,
take 4/9 of the multiplications, and read and write a quarter as wide a grid of four times as many channels, which is
what a processor is fast at. The next convolution can read the phases as they are.

Layout of phases, here: channel c, phase (p, q) is channel 4 c + 2 p + q, as in `pixel_shuffle`. Those that `enlarged`
returns are *staggered*: entry (i, j) of phase (p, q) is pixel (2 i - p, 2 j - q), i from 0 to H. So one kernel serves
all phases, and every 3 x 3 neighbourhood of the pixels (2 i, 2 j) to (2 i + 1, 2 j + 1) lies in 2 x 2 entries.
"""

from __future__ import annotations

import functools

import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad

from engine.networks.convolution import rectified_convolution

# Rows of the input that are worked through at a time, so that what is between two convolutions stays in the cache.
_STRIP = 32
# [phase, row of the small kernel, row of the 3 x 3 kernel]: which of the three rows fall on the same input row.
_FOLDED = ((((1, 0, 0), (0, 1, 1))), ((1, 1, 0), (0, 0, 1)))
# [phase of the output, phase of the input, row of the small kernel, row of the 3 x 3 kernel].
_STAGGERED = ((((0, 1, 0), (0, 0, 0)), ((1, 0, 0), (0, 0, 1))), (((1, 0, 0), (0, 0, 1)), ((0, 0, 0), (0, 1, 0))))


def finish(x: Tensor, inner: tuple[Tensor, Tensor], outer: tuple[Tensor, Tensor]) -> Tensor:
    """`conv(relu(conv(enlarged x)))` with reflection padding: `(B, C, H, W)` -> float32 `(B, K, 2 H, 2 W)`.

    The first convolution is computed in the dtype of `x`, the second in float32.

    Args:
        x: of any dtype; H and W at least 2.
        inner: weight `(D, C, 3, 3)` and bias `(D,)`.
        outer: weight `(K, D, 3, 3)` and bias `(K,)`.
    """
    with torch.autocast(x.device.type, enabled=False):
        exact = torch.promote_types(torch.float32, x.dtype)
        weight, bias = _folded(inner[0].to(exact)).to(x.dtype), inner[1].repeat_interleave(4).to(x.dtype)
        last, last_bias = _staggered(outer[0].to(exact)), outer[1].repeat_interleave(4).to(exact)
        height = x.shape[2]
        padded = pad(x, (1, 1, 1, 1), mode="replicate")
        strips = []
        for top in range(0, height, _STRIP):
            bottom = min(top + _STRIP, height)
            part = padded[:, :, top : bottom + 2]
            if torch.is_grad_enabled():
                # What a ReLU gave may not be written to: its gradient is told by it.
                phases = conv2d(part, weight, bias)
                _reflect_frame_(phases, top == 0, bottom == height)
                phases = torch.relu_(phases.to(exact))
            else:
                phases = rectified_convolution(part, weight, bias)
                _reflect_frame_(phases, top == 0, bottom == height)
            strips.append(conv2d(phases.to(exact), last, last_bias))
        by_phase = torch.cat(strips, dim=2).view(len(x), -1, 2, 2, height, x.shape[3])
        return by_phase.permute(0, 1, 4, 2, 5, 3).flatten(4, 5).flatten(2, 3)


def _folded(weight: Tensor) -> Tensor:
    """`(D, C, 3, 3)` -> `(4 D, C, 2, 2)`, from the input padded by one to staggered phases."""
    fold = _constant(_FOLDED, weight.device, weight.dtype)
    kernels = torch.einsum("pak,qbl,dckl->dpqcab", fold, fold, weight)
    return kernels.reshape(-1, weight.shape[1], 2, 2).contiguous(memory_format=torch.channels_last)


def _staggered(weight: Tensor) -> Tensor:
    """`(K, D, 3, 3)` -> `(4 K, 4 D, 2, 2)`, from staggered phases to phases that lie on the input's grid."""
    spread = _constant(_STAGGERED, weight.device, weight.dtype)
    kernels = torch.einsum("mpak,nqbl,odkl->omndpqab", spread, spread, weight)
    outputs, inputs = 4 * weight.shape[0], 4 * weight.shape[1]
    return kernels.reshape(outputs, inputs, 2, 2).contiguous(memory_format=torch.channels_last)


@functools.cache
def _constant(values: object, device: torch.device, dtype: torch.dtype) -> Tensor:
    # Once: a copy to a GPU waits for it.
    return torch.tensor(values, device=device, dtype=dtype)


def _reflect_frame_(phases: Tensor, at_top: bool, at_bottom: bool) -> None:
    """Give the pixels one outside the frame, which staggered phases include, what reflection has there."""
    batch, _, height, width = phases.shape
    by_phase = phases.view(batch, -1, 2, 2, height, width)
    if at_top:
        by_phase[:, :, 1, :, 0] = by_phase[:, :, 1, :, 1]
    if at_bottom:
        by_phase[:, :, 0, :, -1] = by_phase[:, :, 0, :, -2]
    by_phase[:, :, :, 1, :, 0] = by_phase[:, :, :, 1, :, 1]
    by_phase[:, :, :, 0, :, -1] = by_phase[:, :, :, 0, :, -2]
