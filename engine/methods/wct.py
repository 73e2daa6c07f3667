"""Whitening and colouring transforms (Li et al. 2017, "Universal Style Transfer via Feature Transforms")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.controls import Controls
from engine.errors import ControlError, NonFinitePicture
from engine.family import Family
from engine.methods.protocol import Method, Report, Tensors, expect, width
from engine.networks.inverter import Inverter
from engine.networks.vgg import LEVELS, VGG19
from engine.precision import Precision

# Added to the variances, of which a channel's is of the order of 1, so that what is noise in a photo stays quiet.
EPSILON = 1e-3
# Pixels whose features are held in float64 at a time.
_CHUNK = 2**16


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
        mean, values, vectors = _principal(f)
        measured[level] = Colouring(mean.float()[..., None, None], _power(values, vectors, 0.5).float())
    return measured


def transform(features: Tensor, style: Colouring, strength: float = 1.0) -> Tensor:
    """Features f `(B, C, H, W)` with the style's mean and covariance in place of their own, t (equations 2 and 3).

    Returns:
        s t + (1 - s) f (equation 4, with the uncentred content features), in the dtype of f.

    Raises:
        NonFinitePicture: the features are not finite.
    """
    mean, values, vectors = _principal(features)
    recolour = style.matrix.double() @ _power(values, vectors, -0.5)
    unit = torch.eye(recolour.shape[-1], dtype=recolour.dtype, device=recolour.device)
    # Both are linear in the centred features, and so is their blend: one product gives it.
    matrix = torch.lerp(unit, recolour, strength).float()
    offset = torch.lerp(mean, style.mean.double().flatten(1), strength).float()
    pixels = features.permute(0, 2, 3, 1)
    centred = pixels.flatten(1, 2).float() - mean.float()[:, None]
    blended = torch.baddbmm(offset[:, None], centred, matrix.mT)
    return blended.view(pixels.shape).permute(0, 3, 1, 2).to(features.dtype)


def paint(
    encoder: VGG19,
    inverters: Mapping[int, Inverter],
    photos: Tensor,
    style: Mapping[int, Colouring],
    strengths: Mapping[int, float],
    before_level: Callable[[int, Tensor], None] = lambda done, photos: None,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, sides multiples of 16, from the deepest level to the shallowest.

    At each level y = D(s t + (1 - s) f) + (1 - s) (x - D(f)): the blend of equation 4, and what the inverter loses
    given back, so that strength 0 is the photo itself.

    Args:
        strengths: by level; levels that are not named are left out.
        before_level: called before each level with the number of those done, and the photos as they look.

    Raises:
        NonFinitePicture: an inverter's pictures are not finite.
    """
    x = photos
    for done, level in enumerate(sorted(strengths, reverse=True)):
        before_level(done, x)
        strength, inverter = strengths[level], inverters[level]
        if strength == 0:
            continue
        f = encoder(x, (level,))[level]
        y = inverter(transform(f, style[level], strength))
        if strength < 1:
            y = y + (1 - strength) * (x - inverter(f))
        # What the next level reads is a picture, as much as the photo is: a resized one may overshoot.
        x = torch.minimum(torch.maximum(y, x.clamp(max=0)), x.clamp(min=1))
    return x


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
        self, family: Family, photos: Tensor, styles: Sequence[Tensors], controls: Controls, report: Report
    ) -> Tensor:
        """See `Method.paint`."""
        encoder, inverters = self._networks(family)
        strengths = controls.by_level(tuple(inverters))
        style = {}
        for level in strengths:
            means = torch.stack([tensors[f"mean{level}"] for tensors in styles])[..., None, None]
            style[level] = Colouring(means, torch.stack([tensors[f"colouring{level}"] for tensors in styles]))
        return paint(encoder, inverters, photos, style, strengths, lambda done, x: report(done, len(strengths), x))

    def _networks(self, family: Family) -> tuple[VGG19, Mapping[int, Inverter]]:
        return family.encoder, family.network(checkpoints.WCT, _load)


def _load(folder: Path, precision: Precision) -> Mapping[int, Inverter]:
    return {level: precision.place(inverter) for level, inverter in checkpoints.wct_inverters(folder).items()}


def _principal(features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Means `(B, C)`, eigenvalues and eigenvectors of the covariances (over N - 1) of `(B, C, H, W)`, in float64."""
    flat = features.permute(0, 2, 3, 1).flatten(1, 2)
    batch, count, channels = flat.shape
    mean = flat.mean(dim=1, dtype=torch.float64)
    covariance = torch.zeros(batch, channels, channels, dtype=torch.float64, device=flat.device)
    for chunk in torch.split(flat, _CHUNK, dim=1):
        centred = chunk.double() - mean[:, None]
        covariance.baddbmm_(centred.mT, centred)
    covariance /= max(1, count - 1)
    if not torch.isfinite(covariance.sum()):
        raise NonFinitePicture(int((~torch.isfinite(features)).sum()))
    # On the CPU: CUDA's solvers for small matrices are slower than the way there and back, and less exact.
    values, vectors = torch.linalg.eigh(covariance.cpu())
    return mean, values.clamp(min=0).to(flat.device), vectors.to(flat.device)


def _power(values: Tensor, vectors: Tensor, exponent: float) -> Tensor:
    return (vectors * (values + EPSILON).pow(exponent)[:, None]) @ vectors.mT
