"""Adaptive instance normalisation (Huang & Belongie 2017), with the moments of four levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.controls import Controls
from engine.family import Family
from engine.methods.protocol import Method, Report, Tensors, expect, width
from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder, PlainDecoder
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.statistics import Moments, moments


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


class AdaIN(Method):
    """A style is `mean1`, `std1` .. `std4`, each `(C,)`."""

    name = "adain"
    stride = 8
    levels = STYLE_LEVELS
    needs = (checkpoints.ADAIN,)

    def load(self, family: Family) -> None:
        """See `Method.load`."""
        self._networks(family)

    def read(self, family: Family, painting: Tensor) -> dict[str, Tensor]:
        """See `Method.read`; takes no decoder, as the gallery is measured before one is trained."""
        return pack(measure(family.encoder(painting, self.levels)))

    def validate(self, tensors: Tensors, levels: Sequence[int], channels: Sequence[int] | None = None) -> None:
        """See `Method.validate`."""
        parts = [(part, level) for level in levels for part in ("mean", "std")]
        expect(tensors, {f"{part}{level}": (width(tensors, level, channels),) for part, level in parts})

    def paint(
        self, family: Family, photos: Tensor, styles: Sequence[Tensors], controls: Controls, report: Report
    ) -> Tensor:
        """See `Method.paint`."""
        encoder, decoder = self._networks(family)
        report(0, 1)
        return paint(encoder, decoder, photos, unpack(styles), controls.strength, controls.seed)

    def _networks(self, family: Family) -> tuple[VGG19, AdaINDecoder | PlainDecoder]:
        return family.encoder, family.network(checkpoints.ADAIN, _load)


def pack(style: Mapping[int, Moments]) -> dict[str, Tensor]:
    """One painting's moments by level, each `(1, C, 1, 1)`, as a `Style` holds them."""
    tensors = {}
    for level, found in style.items():
        tensors[f"mean{level}"], tensors[f"std{level}"] = found.mean.flatten(), found.std.flatten()
    return tensors


def unpack(styles: Sequence[Tensors]) -> dict[int, Moments]:
    """The moments of B styles by level, each `(B, C, 1, 1)`."""

    def rows(key: str) -> Tensor:
        return torch.stack([style[key] for style in styles])[..., None, None]

    return {level: Moments(rows(f"mean{level}"), rows(f"std{level}")) for level in STYLE_LEVELS}


def _load(folder: Path, precision: Precision) -> AdaINDecoder | PlainDecoder:
    return precision.place(checkpoints.adain_decoder(folder))
