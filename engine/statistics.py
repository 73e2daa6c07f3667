"""What a style is, numerically: the moments of its features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

EPSILON = 1e-5
# Mean over standard deviation above which a variance that is found as E[x^2] - E[x]^2 in float32 is mostly rounding.
_CANCELS = 16.0


@dataclass(frozen=True, eq=False)
class Moments:
    """Mean and standard deviation of each channel, float32 `(B, C, 1, 1)`."""

    mean: Tensor
    std: Tensor

    def blend(self, other: Moments, weight: float | Tensor) -> Moments:
        """The moments that lie `weight` of the way to `other`; 0 is `self`, 1 is `other`, exactly."""
        weight = torch.as_tensor(weight, dtype=self.mean.dtype, device=self.mean.device)
        return Moments(torch.lerp(self.mean, other.mean, weight), torch.lerp(self.std, other.std, weight))


def moments(features: Tensor) -> Moments:
    """Mean and sqrt(variance + 1e-5) over the pixels of each channel of `(B, C, H, W)`, float32 or half precision.

    The variance is the population's, as in Huang & Belongie 2017, equations 5 and 6.
    """
    mean, std = _Moments.apply(features)
    return Moments(mean, std)


def normalise(features: Tensor, own: Moments) -> Tensor:
    """`features` `(B, C, H, W)` with the moments `own` taken out, in their own dtype."""
    return rescale(features, 1 / own.std, -own.mean / own.std)


def rescale(features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    """`features * scale + shift` in the features' dtype; scale and shift are float32 `(B, C, 1, 1)`.

    Half-precision features are rounded once, after both: where a channel's mean is large against its deviation, scale
    and shift rounded by themselves would leave it off centre.
    """
    if features.dtype not in (torch.bfloat16, torch.float16):
        return torch.addcmul(shift.to(features.dtype), features, scale.to(features.dtype))
    if features.device.type == "cpu" and not torch.is_grad_enabled():
        return _rescale_halves(features, scale, shift)
    return torch.addcmul(shift, features, scale).to(features.dtype)


def _rescale_halves(features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    # Batch normalisation with fixed statistics is the one operation on a CPU that reads and writes half precision and
    # computes in float32, without a copy of everything in float32.
    batch = max(len(features), len(scale), len(shift))
    if len(scale) == len(shift) == 1:
        batch = 1
    scale, shift = scale.expand(batch, -1, -1, -1), shift.expand(batch, -1, -1, -1)
    zero, one = torch.zeros_like(scale[0, :, 0, 0]), torch.ones_like(scale[0, :, 0, 0])
    batches = [features] if batch == 1 else features.expand(batch, -1, -1, -1).unsqueeze(1)
    rescaled = [
        torch.nn.functional.batch_norm(x, zero, one, s.flatten(), t.flatten(), eps=0.0)
        for x, s, t in zip(batches, scale, shift, strict=True)
    ]
    return rescaled[0] if len(rescaled) == 1 else torch.cat(rescaled)


def style_vector(levels: Mapping[int, Moments]) -> Tensor:
    """The moments of several levels in one float32 row, `(B, 2 * sum of channels)`: means and stds by level."""
    parts = [part for level in sorted(levels) for part in (levels[level].mean, levels[level].std)]
    return torch.cat(parts, dim=1).flatten(1)


class _Moments(torch.autograd.Function):
    """Both moments in one pass over the features, and one back.

    Composed of torch's reductions they take about ten times as long on a CPU in channels_last, which is most of
    a whole stylization.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> tuple[Tensor, Tensor]:
        batch, channels = features.shape[:2]
        if features.device.type == "cpu":
            mean, std = _group_moments(features)
            if bool((mean.abs() > _CANCELS * std).any()):
                # About the mean nothing cancels.
                mean = mean.view(batch, channels, 1, 1)
                rest, std = _group_moments(rescale(features, torch.ones_like(mean), -mean))
                mean = mean.view_as(rest) + rest
        else:
            variance, mean = torch.var_mean(features.float(), dim=(2, 3), correction=0)
            std = (variance + EPSILON).sqrt()
        mean, std = mean.view(batch, channels, 1, 1), std.view(batch, channels, 1, 1)
        ctx.save_for_backward(features, mean, std)
        return mean, std

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        features, mean, std = ctx.saved_tensors
        by_mean, by_std = gradients
        pixels = features.shape[2] * features.shape[3]
        scale = by_std / (std * pixels)
        return rescale(features, scale, by_mean / pixels - mean * scale)


def _group_moments(features: Tensor) -> tuple[Tensor, Tensor]:
    """Group normalisation's mean and standard deviation, one channel a group; float32 if its weights are."""
    batch, channels, height, width = features.shape
    unit, zero = torch.ones(channels), torch.zeros(channels)
    _, mean, inverse = torch.native_group_norm(features, unit, zero, batch, channels, height * width, channels, EPSILON)
    return mean, inverse.reciprocal()
