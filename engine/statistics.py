"""What a style is, numerically: the moments of its features, or their covariances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from engine.errors import NonFinitePicture

EPSILON = 1e-5
# Mean over standard deviation above which a variance that is found as E[x^2] - E[x]^2 in float32 is mostly rounding.
_CANCELS = 16.0
# The fewest pixels of a band whose moments are found in float32: below, torch takes ten times as long and more.
_BAND = 1024
# Pixels whose features are held in float32 or float64 at a time, and of which those are summed in float32.
_CHUNK = 2**16
_SUMMED = 2**12


@dataclass(frozen=True, eq=False)
class Moments:
    """Mean and standard deviation of each channel, float32 `(B, C, 1, 1)`."""

    mean: Tensor
    std: Tensor

    def blend(self, other: Moments, weight: float | Tensor) -> Moments:
        """The moments that lie `weight` of the way to `other`; 0 is `self`, 1 is `other`, exactly."""
        weight = torch.as_tensor(weight, dtype=self.mean.dtype, device=self.mean.device)
        return Moments(torch.lerp(self.mean, other.mean, weight), torch.lerp(self.std, other.std, weight))


@dataclass(frozen=True, eq=False)
class Covariances:
    """Means `(B, C)` and covariance matrices over N - 1 `(B, C, C)` of the channels, float64."""

    mean: Tensor
    matrix: Tensor


def moments(features: Tensor) -> Moments:
    """Mean and sqrt(variance + 1e-5) over the pixels of each channel of `(B, C, H, W)`, float32 or half precision.

    The variance is the population's, as in Huang & Belongie 2017, equations 5 and 6.
    """
    mean, std = _Moments.apply(features)
    return Moments(mean, std)


def weighted_moments(features: Tensor, weights: Tensor) -> Moments:
    """The moments `(R, C, 1, 1)` of one picture's features `(1, C, H, W)` under each of several weightings `(R, H, W)`.

    Under a weighting that is 0 everywhere the mean is about 0 and the deviation least.
    """
    flat = features[0].permute(1, 2, 0).flatten(0, 1).float()
    # About the mean nothing cancels.
    centre = flat.mean(dim=0)
    flat = flat - centre
    shares = weights.flatten(1)
    shares = shares / shares.sum(dim=1, keepdim=True).clamp(min=1e-12)
    mean = shares @ flat
    variance = (shares @ flat.square() - mean.square()).clamp(min=0)
    return Moments((mean + centre)[..., None, None], (variance + EPSILON).sqrt()[..., None, None])


def covariances(features: Tensor) -> Covariances:
    """The covariances over the pixels of `(B, C, H, W)`.

    All in float64; but features in half precision, which are less exact themselves, and their products, are summed over
    some thousand pixels in float32 before.

    Raises:
        NonFinitePicture: the features are not finite.
    """
    flat = features.permute(0, 2, 3, 1).flatten(1, 2)
    batch, count, channels = flat.shape
    exact = torch.float32 if flat.dtype in (torch.bfloat16, torch.float16) else torch.float64
    mean = torch.stack([_mean(pixels, exact) for pixels in flat])
    matrix = torch.zeros(batch, channels, channels, dtype=torch.float64, device=flat.device)
    for chunk in torch.split(flat, _CHUNK, dim=1):
        centred = chunk - mean[:, None].to(exact)
        whole = centred.shape[1] // _SUMMED * _SUMMED
        for part, size in ((centred[:, :whole], _SUMMED), (centred[:, whole:], centred.shape[1] - whole)):
            if size and part.numel():
                sums = part.reshape(-1, size, channels)
                matrix += torch.bmm(sums.mT, sums).double().view(batch, -1, channels, channels).sum(dim=1)
    return _finite(Covariances(mean, matrix / max(1, count - 1)), features)


def _mean(pixels: Tensor, exact: torch.dtype) -> Tensor:
    """The mean of `(N, C)`, float64: some thousand pixels at a time are summed in `exact`, by a matrix product."""
    count, channels = pixels.shape
    whole = count // _SUMMED * _SUMMED
    ones = torch.ones(count // _SUMMED, 1, _SUMMED, dtype=exact, device=pixels.device)
    sums = torch.bmm(ones, pixels[:whole].view(-1, _SUMMED, channels).to(exact)).double().sum(dim=(0, 1))
    return (sums + pixels[whole:].double().sum(dim=0)) / count


def weighted_covariances(features: Tensor, weights: Tensor) -> Covariances:
    """The covariances of one picture's features `(1, C, H, W)` under each of several weightings `(R, H, W)`.

    Raises:
        NonFinitePicture: the features are not finite.
    """
    flat = features[0].permute(1, 2, 0).flatten(0, 1)
    shares = weights.flatten(1).double()
    total = shares.sum(dim=1, keepdim=True)
    rows, channels = len(shares), flat.shape[1]
    mean = torch.zeros(rows, channels, dtype=torch.float64, device=flat.device)
    matrix = torch.zeros(rows, channels, channels, dtype=torch.float64, device=flat.device)
    chunks = list(zip(torch.split(flat, _CHUNK), torch.split(shares, _CHUNK, dim=1), strict=True))
    for chunk, share in chunks:
        mean += share @ chunk.double()
    mean /= total.clamp(min=1e-12)
    for chunk, share in chunks:
        pixels = chunk.double()
        for row in range(rows):
            centred = pixels - mean[row]
            matrix[row] += (centred * share[row, :, None]).mT @ centred
    return _finite(Covariances(mean, matrix / (total - 1).clamp(min=1)[..., None]), features)


def _finite(found: Covariances, features: Tensor) -> Covariances:
    if not torch.isfinite(found.matrix.sum()):
        raise NonFinitePicture(int((~torch.isfinite(features)).sum()))
    return found


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
    """Mean and standard deviation `(B, C)` by group normalisation, one channel a group, of bands of a few rows each.

    In float32 and over all pixels at once its sums would lose three of seven digits; the bands' are joined in float64.
    """
    batch, channels, height, width = features.shape
    bands = next((n for n in range(height, 1, -1) if height % n == 0 and height // n * width >= _BAND), 1)
    rows = features.permute(0, 2, 3, 1).reshape(batch * bands, height // bands, width, channels).permute(0, 3, 1, 2)
    unit, zero = torch.ones(channels), torch.zeros(channels)
    pixels = height // bands * width
    _, mean, inverse = torch.native_group_norm(rows, unit, zero, len(rows), channels, pixels, channels, EPSILON)
    means = mean.double().view(batch, bands, channels)
    variances = inverse.double().view(batch, bands, channels).pow(-2)
    mean = means.mean(dim=1)
    variance = variances.mean(dim=1) + (means - mean[:, None]).square().mean(dim=1)
    return mean.float(), variance.sqrt().float()
