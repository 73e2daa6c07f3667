"""A finished picture, as the bytes of a file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image

from bot.pictures import image, sticker
from engine import Picture, encode

if TYPE_CHECKING:
    from bot.jobs.sizes import Kind
    from engine import Note

Format = Literal["JPEG", "PNG", "WEBP", "MP4"]

PHOTO_QUALITY = 92
FILE_QUALITY = 95
SHEET_QUALITY = 88


@dataclass(frozen=True)
class Painted:
    """A finished picture or film: the bytes of a file, its format, width and height in pixels.

    `notes` tell what the engine did otherwise than asked.
    """

    data: bytes
    format: Format
    width: int
    height: int
    notes: tuple[Note, ...] = ()


def encoded(result: Picture, kind: Kind, notes: tuple[Note, ...], most: int) -> Painted:
    """Return a painting as what it is delivered as: what Telegram takes, that is files of so many bytes at `most`."""
    if kind == "sticker":
        data, size = sticker.encode(image.of(result))
        return Painted(data, "WEBP", *size, notes)
    if kind == "file" and result.alpha is not None:
        data = encode(result, "PNG")
        if len(data) <= most:
            return Painted(data, "PNG", result.width, result.height, notes)
        return Painted(encode(result, "WEBP", FILE_QUALITY), "WEBP", result.width, result.height, notes)
    data = encode(result, "JPEG", FILE_QUALITY if kind == "file" else PHOTO_QUALITY)
    return Painted(data, "JPEG", result.width, result.height, notes)


def jpeg(drawn: Image.Image) -> Painted:
    """Return a drawing of several pictures."""
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=SHEET_QUALITY)
    return Painted(out.getvalue(), "JPEG", *drawn.size)
