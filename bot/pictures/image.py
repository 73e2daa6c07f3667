"""The engine's pictures as Pillow's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from engine import Picture


def of(picture: Picture) -> Image.Image:
    """Return a picture as mode RGB, or RGBA where it has transparency."""
    image = Image.fromarray(picture.pixels.numpy())
    if picture.alpha is not None:
        image.putalpha(Image.fromarray(picture.alpha.numpy()))
    return image
