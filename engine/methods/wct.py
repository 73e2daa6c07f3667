"""Whitening and colouring transforms (Li et al. 2017, "Universal Style Transfer via Feature Transforms")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.networks.inverter import Inverter
from engine.networks.vgg import LEVELS, VGG19

# Added to the variances, of which a channel's is of the order of 1, so that what is noise in a photo stays quiet.
EPSILON = 1e-3


@dataclass(frozen=True, eq=False)
class Colouring:
    """A painting's features of one level: mean `(1, C, 1, 1)` and colouring matrix `(C, C)`, float32."""

    mean: Tensor
    matrix: Tensor

    def blend(self, other: Colouring, weight: float) -> Colouring:
        """What lies `weight` of the way to `other`."""
        return Colouring(torch.lerp(self.mean, other.mean, weight), torch.lerp(self.matrix, other.matrix, weight))


def measure(features: Mapping[int, Tensor]) -> dict[int, Colouring]:
    """The mean and the colouring matrix E (D + eps I)^(1/2) E^T (equation 3) of features `(1, C, H, W)` by level."""
    measured = {}
    for level, f in features.items():
        mean, values, vectors = _principal(f)
        measured[level] = Colouring(mean.float().view(1, -1, 1, 1), _power(values, vectors, 0.5).float())
    return measured


def transform(features: Tensor, style: Colouring) -> Tensor:
    """Features `(1, C, H, W)` with the style's mean and covariance in place of their own (equations 2 and 3)."""
    mean, values, vectors = _principal(features)
    recolour = style.matrix.double() @ _power(values, vectors, -0.5)
    flat = features.double().flatten(2)[0] - mean[:, None]
    return ((recolour @ flat).view_as(features) + style.mean.double()).to(features.dtype)


def paint(
    encoder: VGG19,
    inverters: Mapping[int, Inverter],
    photos: Tensor,
    style: Mapping[int, Colouring],
    strength: float,
    levels: Sequence[int] = LEVELS,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, sides multiples of 16, from the deepest of `levels` to the shallowest.

    At each level y = D(s t + (1 - s) f) + (1 - s) (x - D(f)): the blend of equation 4 with the uncentred content
    features, and what the inverter loses given back, so that strength 0 is the photo itself.
    """
    x = photos
    for level in sorted(levels, reverse=True):
        inverter = inverters[level]
        f = encoder(x, (level,))[level]
        t = torch.cat([transform(one[None], style[level]) for one in f])
        y = inverter(torch.lerp(f, t, strength))
        if strength < 1:
            y = y + (1 - strength) * (x - inverter(f))
        # What the next level reads is a picture.
        x = y.clamp(0, 1)
    return x


def _principal(features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean `(C,)`, eigenvalues and eigenvectors of the covariance (over N - 1) of `(1, C, H, W)`, in float64."""
    flat = features.double().flatten(2)[0]
    mean = flat.mean(dim=1)
    centred = flat - mean[:, None]
    covariance = centred @ centred.T / max(1, flat.shape[1] - 1)
    values, vectors = torch.linalg.eigh(covariance)
    return mean, values.clamp(min=0), vectors


def _power(values: Tensor, vectors: Tensor, exponent: float) -> Tensor:
    return (vectors * (values + EPSILON).pow(exponent)) @ vectors.T
