"""Keeping a photo's colours."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.controls import KeepColours

# ITU-R BT.601, the weights of the luma that sRGB values are commonly split by.
_LUMA = (0.299, 0.587, 0.114)


def luma(image: Tensor) -> Tensor:
    """Images `(B, 3, H, W)` -> brightness `(B, 1, H, W)`."""
    weights = torch.tensor(_LUMA, dtype=image.dtype, device=image.device).view(1, 3, 1, 1)
    return (image * weights).sum(1, keepdim=True)


def keep(painted: Tensor, photo: Tensor, how: KeepColours) -> Tensor:
    """`painted` in the colours of `photo`, both `(B, 3, H, W)` in [0, 1].

    "luminance" adds the change of brightness to the photo, whose chroma stays; "histogram" maps the painting's
    colours linearly so that their mean and covariance are the photo's (Gatys et al. 2017, "Controlling Perceptual
    Factors in Neural Style Transfer", sections 5.1 and 5.2, there applied to the style before painting; here
    afterwards, so that a style remains a bag of statistics).
    """
    match how:
        case "no":
            return painted
        case "luminance":
            return photo + luma(painted) - luma(photo)
        case "histogram":
            return torch.stack([_match(p, x) for p, x in zip(painted, photo, strict=True)])


def _match(painted: Tensor, photo: Tensor) -> Tensor:
    """The optimal linear transport of one Gaussian of colours `(3, H, W)` to another (Pitie & Kokaram 2007)."""
    source, wanted = painted.flatten(1).double(), photo.flatten(1).double()
    source_mean, wanted_mean = source.mean(1, keepdim=True), wanted.mean(1, keepdim=True)
    # A flat grey picture has no covariance to invert; a level of noise far below one 8-bit step stands in.
    noise = 1e-6 * torch.eye(3, dtype=torch.float64, device=painted.device)
    root = _root(source.cov(correction=0) + noise)
    inverse = torch.linalg.inv(root)
    transport = inverse @ _root(root @ (wanted.cov(correction=0) + noise) @ root) @ inverse
    moved = transport @ (source - source_mean) + wanted_mean
    return moved.view_as(painted).to(painted.dtype)


def _root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    root: Tensor = (vectors * values.clamp(min=0).sqrt()) @ vectors.mT
    return root
