"""Whitening and colouring transforms (Li et al. 2017, "Universal Style Transfer via Feature Transforms")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.areas import WHOLE, Area, CovariancesOfTiles
from engine.colour import within_gamut
from engine.controls import Controls
from engine.errors import ControlError
from engine.family import Family
from engine.levels import usual_levels
from engine.methods.protocol import Method, Report, Tensors, expect, rows, strengths, width
from engine.networks.inverter import Inverter
from engine.networks.vgg import LEVELS, VGG19
from engine.precision import Precision
from engine.statistics import Covariances, covariances
from engine.tiling import tiles

# Added to the variances, of which a channel's is of the order of 1, so that what is noise in a photo stays quiet.
EPSILON = 1e-3
# Side, in pixels, of the inner part of a tile.
TILE = 768
# A pixel depends on photo pixels up to 94 (encoder to relu5_1) and 182 (its inverter) away from it; of those further
# than this the networks' rounding leaves nothing.
HALO = 256


@dataclass(frozen=True, eq=False)
class Colouring:
    """Paintings' features of one level: means `(B, C, 1, 1)` and colouring matrices `(B, C, C)`, float32."""

    mean: Tensor
    matrix: Tensor


def measure(features: Mapping[int, Tensor]) -> dict[int, Colouring]:
    """The means and the colouring matrices E (D + eps I)^(1/2) E^T (equation 3) of features `(B, C, H, W)` by level.

    Raises:
        NonFinitePicture: the features are not finite.
    """
    measured = {}
    for level, f in features.items():
        found = covariances(f)
        measured[level] = Colouring(found.mean.float()[..., None, None], _power(found.matrix, 0.5).float())
    return measured


def transform(
    features: Tensor,
    style: Colouring,
    strength: float | Tensor = 1.0,
    area: Area = WHOLE,
    own: Covariances | None = None,
) -> Tensor:
    """Features f `(B, C, H, W)` with the style's mean and covariance in place of their own, t (equations 2 and 3).

    Args:
        features: f.
        style: a row for each of `area`, or one.
        strength: s, or one for each region `(R, 1, 1, 1)`.
        area: which pixels a row speaks for.
        own: the covariances of f, where they are not to be measured here.

    Returns:
        s t + (1 - s) f (equation 4, with the uncentred content features), in the dtype of f.

    Raises:
        NonFinitePicture: the features are not finite.
    """
    own = area.covariances(features) if own is None else own
    recolour = style.matrix.double() @ _power(own.matrix, -0.5).to(features.device)
    mean = own.mean.to(features.device)
    unit = torch.eye(recolour.shape[-1], dtype=recolour.dtype, device=recolour.device)
    share = torch.as_tensor(strength, dtype=torch.float64, device=recolour.device).reshape(-1, 1)
    # Both are linear in the centred features, and so is their blend: one product gives it.
    matrix = torch.lerp(unit, recolour, share[..., None]).float()
    offset = torch.lerp(mean, style.mean.double().flatten(1), share).float()
    return area.transform(features, matrix, mean.float(), offset)


def paint(
    encoder: VGG19,
    inverters: Mapping[int, Inverter],
    photos: Tensor,
    style: Mapping[int, Colouring],
    strengths: Mapping[int, float | Tensor],
    before_step: Callable[[int, int, Tensor | None], None] = lambda done, total, photos: None,
    area: Area = WHOLE,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, sides multiples of 16, from the deepest level to the shallowest.

    At each level y = D(s t + (1 - s) f) + (1 - s) (x - D(f)): the blend of equation 4, and what the inverter loses
    given back, so that strength 0 is the photo itself.

    A photo much larger than `TILE` x `TILE` is painted in tiles, twice at each level: for the covariances of the
    whole, and by them.

    Args:
        style: by level, a row for each of `area`, or one.
        strengths: by level, one for all, or one for each region `(R, 1, 1, 1)`; levels that are not named are left out.
        before_step: called before each step with the number of those done and to be done, and, where that is new, with
            the photos as they look.
        area: which pixels a row of `style` speaks for.

    Raises:
        NonFinitePicture: an inverter's pictures are not finite.
    """
    height, width = photos.shape[-2:]
    pieces = tiles(height, width, TILE, HALO)
    total = len(strengths) * max(1, 2 * len(pieces))
    done = count()
    x = photos
    if area is WHOLE:
        # One photo in several styles is several paintings, from the first level on.
        x = photos.expand(max(len(photos), *(len(found.mean) for found in style.values())), -1, -1, -1)
    for level in sorted(strengths, reverse=True):
        strength, inverter = strengths[level], inverters[level]
        if isinstance(strength, float) and strength == 0:
            before_step(next(done), total, x)
            continue
        if not pieces:
            before_step(next(done), total, x)
            x = _repaint(encoder, inverter, x, style[level], strength, area)
            continue
        gathered = CovariancesOfTiles()
        for piece in pieces:
            before_step(next(done), total, x if piece is pieces[0] else None)
            gathered.add(piece.trim(_features(encoder, piece.outer.cut(x), level)), area.window(piece.inner))
        own, y = gathered.covariances(), torch.empty_like(x)
        for piece in pieces:
            before_step(next(done), total, None)
            painted = _repaint(
                encoder, inverter, piece.outer.cut(x), style[level], strength, area.window(piece.outer), own
            )
            piece.inner.cut(y).copy_(piece.trim(painted))
        x = y
    return x


def _repaint(
    encoder: VGG19,
    inverter: Inverter,
    x: Tensor,
    style: Colouring,
    strength: float | Tensor,
    area: Area,
    own: Covariances | None = None,
) -> Tensor:
    f = _features(encoder, x, inverter.level)
    y = inverter(transform(f, style, strength, area, own))
    if isinstance(strength, Tensor) or strength < 1:
        left = 1 - (area.spread(strength, x) if isinstance(strength, Tensor) else strength)
        y = y + left * (x - inverter(f))
    # Each level writes a covariance, whatever that does to a pixel that is bright already.
    return within_gamut(y, x)


def _features(encoder: VGG19, x: Tensor, level: int) -> Tensor:
    return encoder(x.contiguous(memory_format=torch.channels_last), (level,))[level]


class WCT(Method):
    """A style is `mean1`, `colouring1` .. `colouring5`: `(C,)` and `(C, C)`."""

    name = "wct"
    stride = 16
    levels = LEVELS
    needs = (checkpoints.WCT,)

    def load(self, family: Family) -> None:
        """See `Method.load`."""
        self._networks(family)

    def read(self, family: Family, painting: Tensor) -> dict[str, Tensor]:
        """See `Method.read`; takes no inverters."""
        tensors = {}
        for level, found in measure(family.encoder(painting, self.levels)).items():
            tensors[f"mean{level}"], tensors[f"colouring{level}"] = found.mean.flatten(), found.matrix[0]
        return tensors

    def validate(self, tensors: Tensors, levels: Sequence[int], channels: Sequence[int] | None = None) -> None:
        """See `Method.validate`."""
        widths = {level: width(tensors, level, channels) for level in levels}
        means: dict[str, tuple[int, ...]] = {f"mean{level}": (c,) for level, c in widths.items()}
        expect(tensors, means | {f"colouring{level}": (c, c) for level, c in widths.items()})

    def check(self, family: Family, tensors: Tensors, controls: Controls) -> None:
        """See `Method.check`; levels are those of the inverters that are there."""
        if controls.iterations is not None:
            raise ControlError(f"{self.name} paints in one pass: leave out iterations")
        _, inverters = self._networks(family)
        if missing := set(controls.levels or ()) - set(inverters):
            raise ControlError(f"the levels of wct are {sorted(inverters)} with these weights, got {sorted(missing)}")

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
        encoder, inverters = self._networks(family)
        by_level = controls.by_level(usual_levels(tuple(inverters)))
        style = {}
        for level in by_level:
            means = torch.stack([tensors[f"mean{level}"] for tensors in styles])[..., None, None]
            matrices = torch.stack([tensors[f"colouring{level}"] for tensors in styles])
            style[level] = Colouring(rows(means, area), rows(matrices, area))
        by_row = {level: strengths(float(strength), area) for level, strength in by_level.items()}
        return paint(encoder, inverters, photos, style, by_row, report, area)

    def _networks(self, family: Family) -> tuple[VGG19, Mapping[int, Inverter]]:
        return family.encoder, family.network(checkpoints.WCT, _load)


def _load(folder: Path, precision: Precision) -> Mapping[int, Inverter]:
    return {level: precision.place(inverter) for level, inverter in checkpoints.wct_inverters(folder).items()}


def _power(covariance: Tensor, exponent: float) -> Tensor:
    """(C + eps I)^exponent of symmetric matrices `(B, C, C)` in float64."""
    # On the CPU: CUDA's solvers for small matrices are slower than the way there and back, and less exact.
    values, vectors = torch.linalg.eigh(covariance.cpu())
    power: Tensor = (vectors * (values.clamp(min=0) + EPSILON).pow(exponent)[:, None]) @ vectors.mT
    return power.to(covariance.device)
