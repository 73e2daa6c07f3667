"""Photos as Telegram makes them: recompressed to JPEG in a ladder of sizes, without any EXIF."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

# Longest sides of Telegram's sizes s, m, x, y and w. Each exists if the photo is larger than the one before.
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


def photo_sizes(data: bytes, max_sides_sum: int | None = MAX_SIDES_SUM) -> list[Picture]:
    """Return the JPEGs that Telegram would make of ``data``, the smallest first.

    Raises:
        DimensionsError: width + height above ``max_sides_sum``, one side more than 20 times the other, or more
            pixels than Pillow is willing to open.
        PictureError: the bytes cannot be decoded.
    """
    image = _decode(data, max_sides_sum)
    longest = max(image.size)
    wanted = [
        side
        for below, side in zip((0, *LONGEST_SIDES), LONGEST_SIDES, strict=False)
        if side == LONGEST_SIDES[0] or longest > below
    ]
    return [_jpeg(image, side) for side in wanted]


def thumbnail(data: bytes) -> Picture | None:
    """Return the preview of a picture sent as a file, or None if the file is no picture."""
    try:
        return _jpeg(_decode(data, None), THUMBNAIL_SIDE)
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


def _decode(data: bytes, max_sides_sum: int | None) -> Image.Image:
    width, height = size_of(data)
    too_large = max_sides_sum is not None and width + height > max_sides_sum
    if too_large or max(width, height) > MAX_RATIO * min(width, height):
        raise DimensionsError(f"{width} x {height}")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            # A JPEG can be decoded at a fraction of its size, which takes a fraction of the time.
            opened.draft("RGB", (LONGEST_SIDES[-1], LONGEST_SIDES[-1]))
            upright = ImageOps.exif_transpose(opened)
            if upright.has_transparency_data:
                # Telegram puts transparent pictures on white.
                layer = upright.convert("RGBA")
                ground = Image.new("RGBA", layer.size, "white")
                return Image.alpha_composite(ground, layer).convert("RGB")
            return upright.convert("RGB")
    except Exception as error:
        raise PictureError(str(error)) from error


def _jpeg(image: Image.Image, longest_side: int) -> Picture:
    scale = min(1.0, longest_side / max(image.size))
    width, height = (max(1, round(side * scale)) for side in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return Picture(out.getvalue(), width, height)
