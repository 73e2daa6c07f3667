"""What the engine did otherwise than asked, where that is better than refusing: said along with the progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Note:
    """Base of all notes; the attributes are for a sentence to a person, `str` is for the maintainer."""


@dataclass(frozen=True)
class SteppedDown(Note):
    """There was not the memory for the size wanted.

    Attributes:
        wanted: pixels of the longer side.
        painted: what it was reduced to.
        why: what was needed and what was there, or what failed.
        what: whether the strokes are painted smaller, and so come out broader in the frame, or the result is smaller.
    """

    wanted: int
    painted: int
    why: str
    what: Literal["strokes", "result"] = "strokes"

    def __str__(self) -> str:
        if self.what == "strokes":
            return f"strokes painted at {self.painted} pixels and not at {self.wanted}: {self.why}"
        return f"the result has {self.painted} pixels on its longer side and not {self.wanted}: {self.why}"


@dataclass(frozen=True)
class RegionTooSmall(Note):
    """The mask of region number `region`, from 0, has too few pixels for statistics: it takes the whole photo's."""

    region: int

    def __str__(self) -> str:
        return f"region {self.region} is too small for statistics of its own: it takes those of the whole photo"
