"""The 3 x 3 convolutions that every network here is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

Padding = Literal["reflect", "zeros"]

_STRIP = 64
# What oneDNN has for torch's own compiler: a convolution whose results are rectified before they leave the cache. In
# bf16 that saves a pass over the memory; in float32, where the multiplications take the time, it gains nothing.
_FUSED = getattr(torch.ops.mkldnn, "_convolution_pointwise", None)


class Convolution(nn.Conv2d):
    """A 3 x 3 convolution, `(B, C_in, H, W)` -> `(B, C_out, H, W)`, padded by reflection or with zeros."""

    def __init__(self, channels_in: int, channels_out: int, padding: Padding = "reflect") -> None:
        super().__init__(channels_in, channels_out, 3, padding=1 if padding == "zeros" else 0)
        self.reflects = padding == "reflect"
        # How fast this layer learns, relative to others of its network.
        self.rate = 1.0

    def forward(self, x: Tensor) -> Tensor:
        """Raises RuntimeError (torch's) where a side is shorter than 2 and the padding is by reflection."""
        if not self.reflects:
            return super().forward(x)
        # Autocast on a CPU pads in float32, and every full-size tensor would follow.
        with torch.autocast(x.device.type, enabled=False):
            x = nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
        return super().forward(x)

    def rectified(self, x: Tensor) -> Tensor:
        """What a ReLU makes of `forward`; raises what that does."""
        if self.bias is None or not _fuses(x, self.weight):
            return torch.relu_(self(x))
        if self.reflects:
            x = nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
        return rectified_convolution(x, self.weight, self.bias, 0 if self.reflects else 1)


class PixelConvolution(Convolution):
    """The last convolution of a decoder, `(B, C, H, W)` of any dtype -> float32 `(B, 3, H, W)`.

    It computes in float32 and keeps its weights so when its network goes to half precision, as bf16 would band a sky.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, 3)

    def forward(self, x: Tensor) -> Tensor:
        """A strip of rows at a time: all of `x` in float32 would be the largest tensor of a stylization."""
        assert self.bias is not None
        weight, bias = self.weight.float(), self.bias.float()
        with torch.autocast(x.device.type, enabled=False):
            padded = nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
            strips = [padded[:, :, top : top + _STRIP + 2] for top in range(0, x.shape[2], _STRIP)]
            return torch.cat([nn.functional.conv2d(strip.float(), weight, bias) for strip in strips], dim=2)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> PixelConvolution:
        # What moves a network moves this layer too, but leaves it its dtype.
        def moved(tensor: Tensor) -> Tensor:
            there = fn(tensor)
            if there.dtype == tensor.dtype:
                return there
            return torch.empty_like(there, dtype=tensor.dtype).copy_(tensor)

        super()._apply(moved, recurse)  # type: ignore[no-untyped-call]
        return self


def rectified_convolution(x: Tensor, weight: Tensor, bias: Tensor, padding: int = 0) -> Tensor:
    """`relu(conv2d(x, weight, bias))`, with `padding` zeros around: `(B, C, H, W)` -> `(B, D, H', W')`."""
    if not _fuses(x, weight):
        return torch.relu_(nn.functional.conv2d(x, weight, bias, padding=padding))
    assert _FUSED is not None
    result: Tensor = _FUSED(x, weight, bias, [padding, padding], [1, 1], [1, 1], 1, "relu", [], "")
    return result


def _fuses(x: Tensor, weight: Tensor) -> bool:
    half = x.dtype == weight.dtype == torch.bfloat16
    return _FUSED is not None and half and x.device.type == "cpu" and not torch.is_grad_enabled()
