"""The survey's pairs, a photo and its painting side by side, the same ten for everybody.

`pairs.json` says what each is made of, and `python -m bot.survey PHOTOS` makes the pictures anew; see `__main__`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """A photo and how it was painted.

    Attributes:
        name: also of its picture, `NAME.jpg`.
        photo: the file that it was made from.
        title: of the photo.
        credit: whose photo it is, and by which right it is published here.
        method: one of the engine's.
        style: a name in the gallery.
        strength: in [0, 1].
    """

    name: str
    photo: str
    title: str
    credit: str
    method: str
    style: str
    strength: float

    @property
    def file(self) -> Path:
        """Where its picture lies."""
        return FOLDER / f"{self.name}.jpg"

    @property
    def edition(self) -> str:
        """What answers are about: the pair as it looks now; made anew, it is another one."""
        return f"{self.name}@{_digest(self.file)}"


@cache
def pairs() -> tuple[Pair, ...]:
    """Return the pairs, in the order in which they are shown."""
    listed = json.loads((FOLDER / "pairs.json").read_text("utf-8"))
    return tuple(Pair(**one) for one in listed)


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]
