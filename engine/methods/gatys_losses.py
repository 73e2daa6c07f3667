"""What image optimisation minimises: pure functions of features `(B, C, H, W)` and of images."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

QUANTILES = 256
# Smooths |d| at 0, where L-BFGS would stall; about one 8-bit step.
_SMALL_STEP = 1 / 255


def gram(features: Tensor) -> Tensor:
    """The Gram matrices F F^T / (H W) of features `(B, C, H, W)`: float32 `(B, C, C)` (Gatys et al. 2016, eq. 3).

    Divided by the pixels, so that pictures of different sizes can be compared.
    """
    return _Gram.apply(features)


def content_loss(found: Tensor, photo: Tensor) -> Tensor:
    """Mean squared difference of features `(B, C, H, W)`: a scalar, float32.

    Equation 1 of Gatys et al. 2016 with the mean in place of half the sum, so that it does not grow with the photo.
    """
    return (found.float() - photo.float()).square().mean()


def gram_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean squared difference of Gram matrices `(B, C, C)`: a scalar.

    Four times E_l of equation 4 in Gatys et al. 2016, whose 1 / (4 N^2 M^2) is of Grams not divided by M pixels.
    """
    return (found - wanted).square().mean()


def quantiles(features: Tensor) -> Tensor:
    """Each channel's distribution, as 256 evenly spaced quantiles: `(B, C, H, W)` -> float32 `(B, C, 256)`."""
    return _resample(features.flatten(2).float().sort(dim=2).values, QUANTILES)


def histogram_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """How far features `(B, C, H, W)` are from their histogram-matched selves; `wanted` are `quantiles`. A scalar.

    Risser et al. 2017, "Stable and Controllable Neural Texture Synthesis and Style Transfer Using Histogram Losses",
    equation 7, with the mean in place of the sum. Matching in one dimension pairs values by rank, so sorted values are
    compared with sorted values and no histogram is ever binned.
    """
    ranked = found.flatten(2).float().sort(dim=2).values
    return (ranked - _resample(wanted, ranked.shape[2])).square().mean()


def total_variation(images: Tensor) -> Tensor:
    """Mean length of the steps to the right and downwards in images `(B, 3, H, W)`: a scalar, 0 for a flat image.

    Mahendran & Vedaldi 2015, equation 3 with beta = 1, smoothed at 0: it flattens noise and leaves edges standing.
    """
    right = images[..., :-1, 1:] - images[..., :-1, :-1]
    down = images[..., 1:, :-1] - images[..., :-1, :-1]
    return ((right.square() + down.square() + _SMALL_STEP**2).sqrt() - _SMALL_STEP).mean()


class _Gram(torch.autograd.Function):
    """One product there and one back, in the layout of the features and, on the way back, in their dtype.

    Composed of torch's operations there are two back, in another layout than the network's: half of an evaluation.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> Tensor:
        ctx.save_for_backward(features)
        pixels = _pixels(features).float()
        return pixels.mT @ pixels / pixels.shape[1]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (features,) = ctx.saved_tensors
        pixels = _pixels(features)
        both = (gradients[0] + gradients[0].mT) / pixels.shape[1]
        found = pixels @ both.to(features.dtype)
        return found.view(found.shape[0], *features.shape[2:], -1).permute(0, 3, 1, 2)


def _pixels(features: Tensor) -> Tensor:
    return features.permute(0, 2, 3, 1).flatten(1, 2)


def _resample(ranked: Tensor, count: int) -> Tensor:
    return torch.nn.functional.interpolate(ranked, size=count, mode="linear", align_corners=False)
