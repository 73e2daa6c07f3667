"""Adaptive instance normalisation (Huang & Belongie 2017), with the moments of four levels."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder, PlainDecoder
from engine.networks.vgg import VGG19
from engine.statistics import Moments, moments

STRIDE = 8


def measure(features: Mapping[int, Tensor]) -> dict[int, Moments]:
    """The moments of each level."""
    return {level: moments(f) for level, f in features.items()}


def paint(
    encoder: VGG19,
    decoder: AdaINDecoder | PlainDecoder,
    photos: Tensor,
    style: Mapping[int, Moments],
    strength: float,
    seed: int = 0,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, H and W multiples of 8; the result is not clamped.

    y = D(s t + (1 - s) f) + (1 - s) (x - D(f)): with s t + (1 - s) f the AdaIN of equation 14 in the paper, and a
    second term that makes strength 0 the photo itself, whatever the decoder loses.
    """
    features = encoder(photos, STYLE_LEVELS)
    own = measure(features)
    if strength == 1:
        return decoder(features, own, {level: style[level] for level in STYLE_LEVELS}, seed)
    blended = {level: own[level].blend(style[level], strength) for level in STYLE_LEVELS}
    painted = decoder(features, own, blended, seed)
    reconstructed = decoder(features, own, own, seed)
    return painted + (1 - strength) * (photos - reconstructed)
