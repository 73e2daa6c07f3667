"""What the scripts share that make the bot's own pictures of photos which may be published."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from engine import Picture

# Left, top, right and bottom of a part of a photo, from 0 to 1 each.
Part = tuple[float, float, float, float]
_WHOLE: Part = (0, 0, 1, 1)
_QUALITIES = range(90, 40, -3)


def photo(file: Path, side: int, part: Part = _WHOLE) -> Picture:
    """Return a photo, or a part of it, with a shorter side of at least `side` pixels.

    A smaller one is enlarged, which the engine never does: strokes are finer on a larger photo.
    """
    from engine import decode

    whole = Image.open(file).convert("RGB")
    left, top, right, bottom = part
    cut = whole.crop(
        (
            round(left * whole.width),
            round(top * whole.height),
            round(right * whole.width),
            round(bottom * whole.height),
        )
    )
    scale = max(1.0, side / min(cut.size))
    written = BytesIO()
    size = round(cut.width * scale), round(cut.height * scale)
    cut.resize(size, Image.Resampling.LANCZOS).save(written, "PNG")
    return decode(written.getvalue())


def jpeg(picture: Image.Image, most_bytes: int) -> bytes:
    """Return a picture as a JPEG, as good as it fits into so many bytes."""
    written = b""
    for quality in _QUALITIES:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        written = out.getvalue()
        if len(written) <= most_bytes:
            break
    return written
