"""Style codes: paint by a painting's mean, by a mixture, or by a style that nobody painted."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.methods import adain
from engine.networks.vae import StyleVAE
from engine.networks.vgg import VGG19


def paint(encoder: VGG19, vae: StyleVAE, photos: Tensor, code: Tensor, strength: float, seed: int = 0) -> Tensor:
    """Stylize photos `(B, 3, H, W)`, H and W multiples of 8, by codes `(1 or B, code)`; the result is not clamped.

    Strength is that of AdaIN, between the photo's own moments and those that the code stands for.
    """
    return adain.paint(encoder, vae.decoder, photos, vae.moments(code), strength, seed)


def sample(vae: StyleVAE, count: int, seed: int) -> Tensor:
    """Codes `(count, code)` drawn from the prior N(0, I)."""
    return torch.randn(count, vae.code, generator=torch.Generator().manual_seed(seed))
