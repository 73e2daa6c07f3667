"""Style codes: paint by a painting's mean, by a mixture, or by a style that nobody painted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.areas import WHOLE, Area
from engine.controls import Controls
from engine.errors import StyleError
from engine.family import Family
from engine.methods import adain
from engine.methods.protocol import Method, Report, Tensors, expect, rows, strengths, weighted_sum
from engine.networks.decoder import STYLE_LEVELS
from engine.networks.vae import StyleVAE
from engine.networks.vgg import VGG19
from engine.precision import Precision

# Sine of the angle between two codes below which the arc between them is a straight line, or any of many.
_STRAIGHT = 1e-3
# How far samples lie from the middle of the styles that they are like, over how far those do: in the tails is no style
# any more (Brock et al. 2019, "Large Scale GAN Training", section 3.1).
_TRUNCATION = 0.8
# The log-variance of a code that is a point: the least that a painting's has.
_POINT = -14.0


def paint(
    encoder: VGG19,
    vae: StyleVAE,
    photos: Tensor,
    code: Tensor,
    strength: float | Tensor,
    seed: int = 0,
    area: Area = WHOLE,
    before_step: Callable[[int, int], None] = lambda done, total: None,
) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, H and W multiples of 8, by codes `(1 or B, code)`; the result is not clamped.

    Strength is that of AdaIN, between the photo's own moments and those that the code stands for; what else there is
    to say says `adain.paint`.
    """
    return adain.paint(encoder, vae.decoder, photos, vae.moments(code), strength, seed, area, before_step)


def sample(vae: StyleVAE, count: int, seed: int) -> Tensor:
    """Codes `(count, code)` drawn from the prior N(0, I)."""
    return _noise((count, vae.code), seed)


def sample_like(codes: Tensor, seed: int) -> Tensor:
    """A code `(code,)` from the Gaussian that is fitted to `codes` `(count, code)`, two at least, without its tails.

    The codes of paintings are not spread as the prior is: along what most distinguishes the gallery's styles they
    spread farther, so that what comes of the prior is muted. Fitted afterwards as by Ghosh et al. 2020 ("From
    Variational to Deterministic Autoencoders", section 4).
    """
    middle = codes.mean(dim=0)
    spread = _TRUNCATION / math.sqrt(len(codes) - 1)
    return middle + spread * (_noise((len(codes),), seed) @ (codes - middle))


def slerp(first: Tensor, second: Tensor, weight: float) -> Tensor:
    """The code `weight` of the way along the arc from `first` to `second`, both `(code,)` (Shoemake 1985, section 3.3).

    Codes of many dimensions lie near a sphere: the middle of the chord between two is nearer to the mean of all
    styles than either, the middle of the arc is not.
    """
    a, b = first.double(), second.double()
    cosine = float(torch.nn.functional.cosine_similarity(a, b, dim=0).clamp(-1, 1))
    angle = math.acos(cosine)
    if math.sin(angle) < _STRAIGHT:
        return torch.lerp(first, second, weight)
    arc = (math.sin((1 - weight) * angle) * a + math.sin(weight * angle) * b) / math.sin(angle)
    return arc.to(first.dtype)


def vary(code: Tensor, amount: float, seed: int) -> Tensor:
    """A code near `code` `(code,)`: sqrt(1 - a^2) z + a n with n from the prior, so that a = 1 is a sample of it.

    Of codes that are distributed as the prior, the variations are too, whatever the amount.
    """
    return math.sqrt(1 - amount**2) * code + amount * _noise(tuple(code.shape), seed)


class VAE(Method):
    """A style is `mean` and `log_variance` of a Gaussian over codes, each `(code,)`."""

    name = "vae"
    stride = 8
    levels = STYLE_LEVELS
    needs = (checkpoints.VAE,)

    def load(self, family: Family) -> None:
        """See `Method.load`."""
        self._networks(family)

    def read(self, family: Family, painting: Tensor) -> dict[str, Tensor]:
        """See `Method.read`."""
        encoder, vae = self._networks(family)
        mean, log_variance = vae.encode(adain.measure(encoder(painting, self.levels)))
        return {"mean": mean[0], "log_variance": log_variance[0]}

    def measured_by(self, family: Family) -> tuple[str, str]:
        """See `Method.measured_by`: a code means nothing to another VAE."""
        return family.identity(), family.identity(checkpoints.VAE)

    def validate(self, tensors: Tensors, levels: Sequence[int], channels: Sequence[int] | None = None) -> None:
        """See `Method.validate`."""
        code = (tensors["mean"].numel() if "mean" in tensors else 0,)
        expect(tensors, {"mean": code, "log_variance": code})

    def check(self, family: Family, tensors: Tensors, controls: Controls) -> None:
        """See `Method.check`."""
        super().check(family, tensors, controls)
        _, vae = self._networks(family)
        if tensors["mean"].numel() != vae.code:
            raise StyleError(f"a code has {vae.code} numbers, and this style's {tensors['mean'].numel()}")

    def mix(self, parts: Sequence[tuple[Tensors, float]]) -> dict[str, Tensor]:
        """See `Method.mix`; the codes of two styles along the arc between them, else their weighted mean."""
        mixed = weighted_sum(parts)
        if len(parts) == 2:
            (first, _), (second, weight) = parts
            mixed["mean"] = slerp(first["mean"], second["mean"], weight)
        return mixed

    def sample(self, family: Family, seed: int, like: Sequence[Tensors] = ()) -> dict[str, Tensor]:
        """See `Method.sample`: from the prior, or from the Gaussian of the codes that it is to be like."""
        _, vae = self._networks(family)
        if like:
            code = sample_like(torch.stack([tensors["mean"] for tensors in like]), seed)
        else:
            code = sample(vae, 1, seed)[0]
        return {"mean": code, "log_variance": torch.full_like(code, _POINT)}

    def vary(self, tensors: Tensors, amount: float, seed: int) -> dict[str, Tensor]:
        """See `Method.vary`."""
        return {**tensors, "mean": vary(tensors["mean"], amount, seed)}

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
        encoder, vae = self._networks(family)
        codes = rows(torch.stack([tensors["mean"] for tensors in styles]), area)
        strength = strengths(float(controls.strength), area)
        return paint(encoder, vae, photos, codes, strength, controls.seed, area, report)

    def _networks(self, family: Family) -> tuple[VGG19, StyleVAE]:
        return family.encoder, family.network(checkpoints.VAE, _load)


def _load(folder: Path, precision: Precision) -> StyleVAE:
    # Codes and moments in float32, pictures in the dtype that is fast.
    vae = checkpoints.vae(folder).requires_grad_(False).to(precision.device)
    precision.place(vae.decoder)
    return vae


def _noise(shape: tuple[int, ...], seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))
