"""Parts of a photo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import Picture

# What is narrower or wider would leave cells too small to see: width over height.
NARROWEST, WIDEST = 3 / 4, 4 / 3
# Of what is cut off, the part that comes off the top: faces are in the upper half of portraits.
_FROM_THE_TOP = 0.3


def for_cells(photo: Picture) -> Picture:
    """Return the photo, cut where it is narrower than 3:4 or wider than 4:3."""
    width = min(photo.width, max(1, round(photo.height * WIDEST)))
    height = min(photo.height, max(1, round(photo.width / NARROWEST)))
    return _cut(photo, width, height)


def to_even(photo: Picture) -> Picture:
    """Return the photo less a column or row, where a side is odd; films have none."""
    return _cut(photo, photo.width // 2 * 2, photo.height // 2 * 2)


def square(photo: Picture) -> Picture:
    """Return the largest square of the photo."""
    side = min(photo.width, photo.height)
    return _cut(photo, side, side)


def _cut(photo: Picture, width: int, height: int) -> Picture:
    if (width, height) == (photo.width, photo.height):
        return photo
    left, top = (photo.width - width) // 2, round((photo.height - height) * _FROM_THE_TOP)
    part = slice(top, top + height), slice(left, left + width)
    alpha = None if photo.alpha is None else photo.alpha[part].contiguous()
    return replace(photo, pixels=photo.pixels[part].contiguous(), alpha=alpha)
