"""Keeping a photo's colours."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from engine.controls import KeepColours

# ITU-R BT.601, the weights of the luma that sRGB values are commonly split by.
LUMA = (0.299, 0.587, 0.114)
# How near to black and white values are pressed together, and what keeps 0 / 0 at 0.
_KNEE = 0.1
_TINY = 1e-12
# Pixels that are held in float64 at a time, or in a copy.
_STRIP = 2**20


def luma(image: Tensor) -> Tensor:
    """Images `(B, 3, H, W)` -> brightness `(B, 1, H, W)`."""
    weights = torch.tensor(LUMA, dtype=image.dtype, device=image.device).view(1, 3, 1, 1)
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
            kept = torch.empty_like(painted)
            for rows in _strips(painted):
                kept[..., rows, :] = photo[..., rows, :] + luma(painted[..., rows, :]) - luma(photo[..., rows, :])
            return kept
        case "histogram":
            return torch.stack([_match(p, x) for p, x in zip(painted, photo, strict=True)])


def within_gamut(painted: Tensor, photo: Tensor) -> Tensor:
    """`painted` in [0, 1], or as far beyond as `photo` is, both `(B, 3, H, W)`: pressed together near the ends.

    Cut off, every highlight would be a flat patch, and where a method repaints its own result, a larger one each time.
    A pixel that is as it was in the photo stays so, at the ends too.
    """
    top, bottom = photo.clamp(min=1 - _KNEE), photo.clamp(max=_KNEE)
    above, below = (painted - top).clamp_(min=0), (bottom - painted).clamp_(min=0)
    room_above, room_below = photo.clamp(min=1) - top, bottom - photo.clamp(max=0)
    # w d / (w + d) begins with slope 1 and ends at w; where there is no room, all of it goes.
    above = above - room_above * above / (room_above + above + _TINY)
    below = below - room_below * below / (room_below + below + _TINY)
    return painted - above + below


def _match(painted: Tensor, photo: Tensor) -> Tensor:
    """The optimal linear transport of one Gaussian of colours `(3, H, W)` to another (Pitie & Kokaram 2007)."""
    source_mean, source = _gaussian(painted)
    wanted_mean, wanted = _gaussian(photo)
    root = _root(source)
    inverse = torch.linalg.inv(root)
    transport = inverse @ _root(root @ wanted @ root) @ inverse
    moved = torch.empty_like(painted)
    for rows in _strips(painted):
        strip = painted[:, rows]
        colours = transport @ (strip.flatten(1).double() - source_mean) + wanted_mean
        moved[:, rows] = colours.view_as(strip).to(moved.dtype)
    return moved


def _gaussian(image: Tensor) -> tuple[Tensor, Tensor]:
    """The mean `(3, 1)` and the covariance `(3, 3)` of an image's colours `(3, H, W)`, in float64."""
    mean = image.mean(dim=(1, 2), dtype=torch.float64)[:, None]
    # A flat grey picture has no covariance to invert; a level of noise far below one 8-bit step stands in.
    covariance = 1e-6 * torch.eye(3, dtype=torch.float64, device=image.device)
    for rows in _strips(image):
        centred = image[:, rows].flatten(1).double() - mean
        covariance.addmm_(centred, centred.mT, alpha=1 / (image.shape[1] * image.shape[2]))
    return mean, covariance


def _strips(image: Tensor) -> Iterator[slice]:
    """The rows of an image `(..., H, W)`, some at a time."""
    height, width = image.shape[-2:]
    step = max(1, _STRIP // width)
    return (slice(top, min(top + step, height)) for top in range(0, height, step))


def _root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    root: Tensor = (vectors * values.clamp(min=0).sqrt()) @ vectors.mT
    return root
