"""Adaptive instance normalisation (Huang & Belongie 2017), with the moments of four levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.areas import WHOLE, Area, MomentsOfTiles, Regions
from engine.controls import Controls
from engine.family import Family
from engine.methods.protocol import Method, Report, Tensors, expect, rows, strengths, width
from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder, Grain, PlainDecoder
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.statistics import Moments
from engine.tiling import Tile, tiles

# Side, in pixels, of the inner part of a tile.
TILE = 1024
# How far encoder and decoder see together, and some more: with 80 tiles leave no seams, with 64 they do.
HALO = 96


def measure(features: Mapping[int, Tensor], area: Area = WHOLE) -> dict[int, Moments]:
    """The moments of each level."""
    return {level: area.moments(f) for level, f in features.items()}


def paint(
    encoder: VGG19,
    decoder: AdaINDecoder | PlainDecoder,
    photos: Tensor,
    style: Mapping[int, Moments],
    strength: float | Tensor,
    seed: int = 0,
    area: Area = WHOLE,
    before_step: Callable[[int, int], None] = lambda done, total: None,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, H and W multiples of 8; the result is not clamped.

    y = D(s t + (1 - s) f) + (1 - s) (x - D(f)): with s t + (1 - s) f the AdaIN of equation 14 in the paper, and a
    second term that makes strength 0 the photo itself, whatever the decoder loses.

    A photo much larger than `TILE` x `TILE` is painted in tiles, by the moments of the whole photo: those of what
    enters each of the decoder's stages are gathered first, a stage at a time, so that it comes out as in one piece.

    Args:
        style: moments wanted, by level, `(B or 1, C, 1, 1)`, or a row for each region of `area`.
        strength: s, or one for each region `(R, 1, 1, 1)`.
        area: which pixels a row of moments speaks for.
        before_step: called with the number of tiles done, and to be done, before each.
    """
    height, width = photos.shape[-2:]
    pieces = tiles(height, width, TILE, HALO)
    if not pieces:
        before_step(0, 1)
        features = encoder(photos, STYLE_LEVELS)
        # A picture in full style is made without the moments of its own pixels.
        own = measure({level: f for level, f in features.items() if level > 1 or not _is_full(strength)}, area)
        painted = [decoder(features, own, target, seed, area) for target in _targets(own, style, strength)]
        return _with_remainder(photos, painted, strength, area)

    passes = 2 + len(decoder.normalised)
    steps = count()
    grain = Grain.draw(seed, height, width)

    def read(piece: Tile) -> tuple[dict[int, Tensor], Area, Grain]:
        before_step(next(steps), passes * len(pieces))
        features = encoder(piece.outer.cut(photos).contiguous(memory_format=torch.channels_last), STYLE_LEVELS)
        return features, area.window(piece.outer), grain.window(piece.outer)

    gathered = {level: MomentsOfTiles() for level in STYLE_LEVELS}
    for piece in pieces:
        for level, f in read(piece)[0].items():
            gathered[level].add(piece.trim(f), area.window(piece.inner))
    own = {level: found.moments(photos) for level, found in gathered.items()}
    targets = _targets(own, style, strength)
    known: list[dict[int, Moments]] = [{} for _ in targets]
    for level in decoder.normalised:
        assert isinstance(decoder, AdaINDecoder)
        entering = [MomentsOfTiles() for _ in targets]
        for piece in pieces:
            features, here, noise = read(piece)
            for target, found, so_far in zip(targets, known, entering, strict=True):
                x = decoder.entering(level, features, own, target, noise, here, found)
                so_far.add(piece.trim(x), area.window(piece.inner))
        for found, so_far in zip(known, entering, strict=True):
            found[level] = so_far.moments(photos)
    # One photo in several styles is several paintings.
    paintings = 1 if isinstance(area, Regions) else max(len(photos), *(len(found.mean) for found in style.values()))
    result = torch.empty((paintings, *photos.shape[1:]), device=photos.device)
    for piece in pieces:
        features, here, noise = read(piece)
        painted = [
            decoder(features, own, target, noise, here, found) for target, found in zip(targets, known, strict=True)
        ]
        piece.inner.cut(result).copy_(piece.trim(_with_remainder(piece.outer.cut(photos), painted, strength, here)))
    return result


def _targets(
    own: Mapping[int, Moments], style: Mapping[int, Moments], strength: float | Tensor
) -> tuple[Mapping[int, Moments], ...]:
    """What is to be decoded: the blend, and below full strength the photo itself."""
    if _is_full(strength):
        return (style,)
    return {level: own[level].blend(style[level], strength) for level in STYLE_LEVELS}, own


def _is_full(strength: float | Tensor) -> bool:
    return isinstance(strength, float) and strength == 1


def _with_remainder(photos: Tensor, painted: Sequence[Tensor], strength: float | Tensor, area: Area) -> Tensor:
    if len(painted) == 1:
        return painted[0]
    blended, reconstructed = painted
    left = 1 - (area.spread(strength, photos) if isinstance(strength, Tensor) else strength)
    return blended + left * (photos - reconstructed)


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
        self,
        family: Family,
        photos: Tensor,
        styles: Sequence[Tensors],
        controls: Controls,
        report: Report,
        area: Area = WHOLE,
    ) -> Tensor:
        """See `Method.paint`."""
        encoder, decoder = self._networks(family)
        style = {
            level: Moments(rows(found.mean, area), rows(found.std, area)) for level, found in unpack(styles).items()
        }
        strength = strengths(float(controls.strength), area)
        return paint(encoder, decoder, photos, style, strength, controls.seed, area, report)

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
