"""Perceptual losses: pure functions of features and moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor

from engine.statistics import Moments, moments, normalise


def content_loss(found: Tensor, photo: Tensor) -> Tensor:
    """Mean squared difference of features `(B, C, H, W)`, each channel normalised by its own moments.

    Huang & Belongie 2017, equation 12, but against the photo's normalised features in place of the transformed ones:
    the two differ only in each channel's weight, and this one does not shout where a painting's channel is loud.
    """
    difference = normalise(found, moments(found)) - normalise(photo, moments(photo))
    return difference.square().mean(dtype=torch.float32)


def style_loss(found: Mapping[int, Moments], painting: Mapping[int, Moments], levels: Iterable[int]) -> Tensor:
    """Distance of the moments, summed over levels, each relative to the painting's, averaged over the batch.

    Huang & Belongie 2017, equation 13, each norm divided by that of the painting's moments, so that a level's and a
    painting's loudness does not decide how much it counts.
    """
    total = torch.zeros(())
    for level in levels:
        mine, theirs = found[level], painting[level]
        total = total + _relative(mine.mean, theirs.mean) + _relative(mine.std, theirs.std)
    return total


def range_loss(images: Tensor) -> Tensor:
    """How far images `(B, 3, H, W)` leave [0, 1]: mean absolute excess."""
    return (torch.relu(-images) + torch.relu(images - 1)).mean()


def _relative(found: Tensor, wanted: Tensor) -> Tensor:
    distance = (found - wanted).flatten(1).square().sum(1).add(1e-8).sqrt()
    return (distance / wanted.flatten(1).norm(dim=1).clamp(min=1e-6)).mean()


def gram(features: Tensor) -> Tensor:
    """The Gram matrices F F^T / (H W) of features `(B, C, H, W)`: float32 `(B, C, C)` (Gatys et al. 2016, eq. 3)."""
    flat = features.float().flatten(2)
    return flat @ flat.transpose(1, 2) / flat.shape[2]


def gram_loss(found: Mapping[int, Tensor], painting: Mapping[int, Tensor], levels: Iterable[int]) -> Tensor:
    """Distance of the Gram matrices `(B, C, C)`, summed over levels, each relative to the painting's.

    Gatys et al. 2016, equation 5, with the layer's weight and 1 / (4 N^2 M^2) replaced by the painting's own norm.
    """
    total = torch.zeros(())
    for level in levels:
        total = total + _relative(found[level], painting[level])
    return total


def divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(N(mean, exp(log_variance)) || N(0, I)) by dimension, averaged over the batch: `(B, D)` -> `(D,)`.

    Kingma & Welling 2014, appendix B.
    """
    return (0.5 * (mean.square() + log_variance.exp() - 1 - log_variance)).mean(dim=0)
