"""Pictures and data inside an HTML file, so that it needs no other."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from torch import Tensor

# Mails and chats take 20 MB, and a phone's browser holds this much.
MOST_BYTES = 14_000_000
PAGE = Path(__file__).parent / "page"


@dataclass(frozen=True)
class Encoding:
    """How pictures are written into a page: WebP of a quality from 0 to 100, or lossless; longer side in pixels."""

    quality: int = 88
    longest_side: int = 640
    lossless: bool = False


# From the best to the smallest, for a report that would be too large.
ENCODINGS = (Encoding(), Encoding(75), Encoding(60, 320), Encoding(45, 240), Encoding(35, 160), Encoding(25, 96))


def data_uri(image: Tensor, encoding: Encoding) -> str:
    """A picture, uint8 `(3, H, W)`, as a `data:` address."""
    picture = Image.fromarray(image.permute(1, 2, 0).contiguous().numpy())
    picture.thumbnail((encoding.longest_side, encoding.longest_side), Image.Resampling.LANCZOS)
    stream = BytesIO()
    picture.save(stream, "WEBP", quality=encoding.quality, lossless=encoding.lossless, method=4)
    return "data:image/webp;base64," + base64.b64encode(stream.getvalue()).decode()


def fill(template: str, parts: Mapping[str, str]) -> str:
    """The page template of this name, with each `<!--name-->` or `/*name*/` replaced."""
    page = (PAGE / template).read_text(encoding="utf-8")
    for name, content in parts.items():
        page = page.replace(f"<!--{name}-->", content).replace(f"/*{name}*/", content)
    return page


def as_script(value: object) -> str:
    """A value as JavaScript that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
