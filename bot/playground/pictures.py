"""Photos as Telegram makes them: recompressed to JPEG in a ladder of sizes, without any EXIF.

The largest is made at once, the smaller ones of it when somebody asks for them: to resize takes many times what it
takes to decode and to encode, and most photos are only ever painted, or looked at, at their largest.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

# Longest sides in pixels of Telegram's sizes s, m, x, y and w. Each exists if the photo is larger than the one before.
LONGEST_SIDES = (90, 320, 800, 1280, 2560)
MAX_SIDES_SUM = 10_000
MAX_RATIO = 20
# Pillow refuses more pixels than it thinks safe (and so many never fit into MAX_SIDES_SUM).
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
JPEG_QUALITY = 87
THUMBNAIL_SIDE = 320


class PictureError(Exception):
    """The bytes are not a picture that can be sent as a photo."""


class DimensionsError(PictureError):
    """The picture is too large, too long or too thin for a photo."""


@dataclass(frozen=True)
class Picture:
    """A JPEG and its size in pixels."""

    data: bytes
    width: int
    height: int


def photo(data: bytes, max_sides_sum: int | None = MAX_SIDES_SUM) -> Picture:
    """Return the largest JPEG that Telegram would make of ``data``.

    Raises:
        DimensionsError: width + height above ``max_sides_sum``, one side more than 20 times the other, or more
            pixels than Pillow is willing to open.
        PictureError: the bytes cannot be decoded.
    """
    return _jpeg(_decode(data, max_sides_sum, LONGEST_SIDES[-1]), LONGEST_SIDES[-1])


def smaller_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Return widths and heights in pixels of the sizes below that of a photo, the smallest first."""
    longest = max(width, height)
    return [_fitting(width, height, side) for side in LONGEST_SIDES if side < longest]


def resized(photo: bytes, width: int, height: int) -> bytes:
    """Return the JPEG of one of a photo's smaller sizes, in pixels."""
    with Image.open(io.BytesIO(photo)) as opened:
        # Twice the size, so that what the decoder leaves out is not missed.
        opened.draft("RGB", (2 * width, 2 * height))
        return _encoded(opened.resize((width, height), Image.Resampling.LANCZOS))


def thumbnail(data: bytes) -> Picture | None:
    """Return the preview of a picture sent as a file, or None if the file is no picture."""
    try:
        return _jpeg(_decode(data, None, THUMBNAIL_SIDE), THUMBNAIL_SIDE)
    except PictureError:
        return None


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the header states them.

    Raises:
        DimensionsError: there are more pixels than Pillow is willing to open.
        PictureError: the bytes are no picture that Pillow knows.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except _TOO_LARGE as error:
        raise DimensionsError(str(error)) from error
    # Decoders meet broken files with all sorts of exceptions.
    except Exception as error:
        raise PictureError(str(error)) from error


def _decode(data: bytes, max_sides_sum: int | None, longest_side: int) -> Image.Image:
    """Return the picture upright and opaque; a JPEG at a fraction of its size where ``longest_side`` allows it."""
    width, height = size_of(data)
    too_large = max_sides_sum is not None and width + height > max_sides_sum
    if too_large or max(width, height) > MAX_RATIO * min(width, height):
        raise DimensionsError(f"{width} x {height}")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            # A JPEG can be decoded at a fraction of its size, which takes a fraction of the time.
            opened.draft("RGB", (longest_side, longest_side))
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)
            if opened.has_transparency_data:
                # Telegram puts transparent pictures on white.
                layer = opened.convert("RGBA")
                ground = Image.new("RGBA", layer.size, "white")
                return Image.alpha_composite(ground, layer).convert("RGB")
            return opened if opened.mode == "RGB" else opened.convert("RGB")
    except Exception as error:
        raise PictureError(str(error)) from error


def _jpeg(image: Image.Image, longest_side: int) -> Picture:
    width, height = _fitting(*image.size, longest_side)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    return Picture(_encoded(image), width, height)


def _fitting(width: int, height: int, longest_side: int) -> tuple[int, int]:
    scale = min(1.0, longest_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # Pillow passes a comment on unless another is given.
    image.save(out, "JPEG", quality=JPEG_QUALITY, comment=b"")
    return out.getvalue()
