"""The middle of a painting: what a quiz shows of it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

# Pixels of an excerpt's side.
SIDE = 640
# The part of the shorter side that is left: frames, margins and signatures are cut off.
_LEFT = 0.7
# A picture of more would take too much memory, but for a JPEG, which is read smaller.
_MOST_PIXELS = 120_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_QUALITY = 85


class Unreadable(Exception):
    """The file is no picture, a damaged one, or a giant."""


def excerpt(file: Path) -> bytes:
    """Return a square from the middle of a picture as a JPEG, with nothing of what the file says besides.

    Raises:
        Unreadable: as it says.
    """
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            # Of a JPEG only as much is decoded as is shown, and less memory taken; other formats have no such thing.
            picture.draft("RGB", (round(SIDE / _LEFT), round(SIDE / _LEFT)))
            if picture.width * picture.height > _MOST_PIXELS:
                raise Unreadable(f"{file.name} has {picture.width} x {picture.height} pixels")
            middle = _middle(ImageOps.exif_transpose(picture).convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(f"{file.name}: {error}") from error
    out = BytesIO()
    middle.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _middle(picture: Image.Image) -> Image.Image:
    side = max(1, round(_LEFT * min(picture.size)))
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))
