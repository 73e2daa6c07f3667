"""Stickers as Telegram takes them."""

from __future__ import annotations

import io

from PIL import Image

# Pixels that the longer side has, exactly; and bytes at most.
SIDE = 512
BYTES = 512_000
_QUALITIES = (92, 80, 60)


def encode(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Return a picture as a WebP file of a sticker's size, and its width and height in pixels."""
    scale = SIDE / max(image.size)
    width, height = (max(1, round(scale * side)) for side in image.size)
    sized = image.resize((width, height), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        out = io.BytesIO()
        sized.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= BYTES:
            break
    return out.getvalue(), (width, height)
