"""Pictures for tests, drawn by code."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from pillow_heif import from_pillow


def landscape(width: int = 320, height: int = 240) -> Image.Image:
    """A hill under a sky with a sun."""
    rows = np.linspace(0, 1, height)[:, None, None]
    sky = np.array((90, 150, 230)) * (1 - rows) + np.array((250, 220, 180)) * rows
    image = Image.fromarray(np.broadcast_to(sky, (height, width, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.65, height * 0.1, width * 0.65 + height * 0.2, height * 0.3), fill=(255, 240, 120))
    draw.ellipse((-width * 0.2, height * 0.6, width * 0.8, height * 1.6), fill=(60, 120, 50))
    draw.rectangle((width * 0.5, height * 0.5, width * 0.6, height * 0.75), fill=(150, 60, 40))
    return image


def stripes(width: int = 300, height: int = 300) -> Image.Image:
    """A painting of bold stripes."""
    columns = np.arange(width)[None, :] + np.arange(height)[:, None]
    colours = np.array(((200, 30, 30), (240, 200, 40), (20, 40, 120)), np.uint8)
    return Image.fromarray(colours[columns // 20 % 3])


def encoded(image: Image.Image, format: str = "JPEG") -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    if format == "HEIC":
        from_pillow(image).save(out, quality=80)
    else:
        image.save(out, format)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture in a file, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def pixels(data: bytes) -> NDArray[np.float64]:
    """The pixels of a file, (H, W, 3), 0 to 255."""
    return np.asarray(opened(data).convert("RGB"), np.float64)


def difference(one: bytes, other: bytes) -> float:
    """The mean absolute difference between two pictures of the same size, 0 to 255."""
    return float(np.abs(pixels(one) - pixels(other)).mean())


def bomb(width: int, height: int) -> bytes:
    """A small PNG of one bit per pixel that decodes to width x height."""
    row = b"\0" + b"\0" * -(-width // 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
