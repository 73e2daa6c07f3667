"""What a style is, numerically: the moments of its features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

EPSILON = 1e-5


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
    """`features * scale + shift` in the features' dtype; scale and shift are float32 `(B, C, 1, 1)`."""
    return torch.addcmul(shift.to(features.dtype), features, scale.to(features.dtype))


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
        batch, channels, height, width = features.shape
        if features.device.type == "cpu":
            # Group normalisation with one channel a group returns float32 moments for any input dtype, as long as
            # it is given float32 weights.
            unit = torch.ones(channels)
            zero = torch.zeros(channels)
            _, mean, inverse = torch.native_group_norm(
                features, unit, zero, batch, channels, height * width, channels, EPSILON
            )
            std = inverse.reciprocal()
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
