"""Pictures drawn by code."""

import io

import numpy as np
from PIL import Image


def drawn(width: int, height: int, kind: str = "PNG", **options: object) -> bytes:
    """Return a picture of colour ramps, encoded as ``kind``."""
    across = np.linspace(0, 255, width, dtype=np.uint8)[None, :].repeat(height, axis=0)
    down = np.linspace(0, 255, height, dtype=np.uint8)[:, None].repeat(width, axis=1)
    out = io.BytesIO()
    Image.fromarray(np.stack([across, down, 255 - across], axis=2)).save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return the decoded picture."""
    return Image.open(io.BytesIO(data))
