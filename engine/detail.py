"""Painting at the size people see, and carrying the photo's detail up to its full size."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.colour import luma

# How much of the photo's fine brightness a full-strength painting keeps: paint covers some of it, not all.
_KEPT = 0.5


def resize(image: Tensor, height: int, width: int) -> Tensor:
    """`(B, C, H, W)` -> `(B, C, height, width)`, antialiased when reducing."""
    if image.shape[-2:] == (height, width):
        return image
    return torch.nn.functional.interpolate(image, (height, width), mode="bicubic", antialias=True)


def fit(height: int, width: int, longest_side: int) -> tuple[int, int]:
    """The height and width of a picture reduced to `longest_side`; never enlarged."""
    scale = min(1.0, longest_side / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def carry_up(painted: Tensor, reduced: Tensor, photo: Tensor, strength: float) -> Tensor:
    """A painting of the reduced photo, at the photo's own size.

    What the reduction took from the photo comes back, all of it at strength 0 (where the result is the photo), and
    half of its brightness alone at strength 1. The full-size file looks like its preview, not like a finer weave.

    Args:
        painted: `(B, 3, h, w)`, painted from `reduced` of the same shape.
        photo: `(B, 3, H, W)`, H >= h.
    """
    height, width = photo.shape[-2:]
    lost = photo - resize(reduced, height, width)
    kept = torch.lerp(lost, _KEPT * luma(lost), strength)
    return resize(painted, height, width) + kept
