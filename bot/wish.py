"""A wish: what a person asks to be different about how their photo is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.look import Look, Share
from engine import KeepColours


@dataclass(frozen=True)
class Wish:
    """What was wished for; None where nothing was said.

    Fields are those of a `Look`; for `levels`, () stands for all of them, and for `side`, 0 for the usual size.
    """

    shares: tuple[Share, ...] | None = None
    method: str | None = None
    strength: float | None = None
    colours: KeepColours | None = None
    stroke: float | None = None
    levels: tuple[int, ...] | None = None
    side: int | None = None
    iterations: int | None = None

    def __bool__(self) -> bool:
        return self != Wish()

    @classmethod
    def for_style(cls, style: str) -> Wish:
        """Wish for one style as it is."""
        return cls(shares=(Share(style),))

    @property
    def styles(self) -> tuple[str, ...]:
        """The references of the styles that were wished for."""
        return tuple(share.style for share in self.shares or ())

    def onto(self, look: Look) -> Look:
        """Return the look with what was wished for changed."""
        said = {
            name: getattr(self, name)
            for name in ("method", "strength", "colours", "stroke", "iterations")
            if getattr(self, name) is not None
        }
        if self.levels is not None:
            said["levels"] = self.levels or None
        if self.side is not None:
            said["side"] = self.side or None
        if self.shares is not None:
            # Another style starts anew: its neighbours are not those of the one before.
            said |= {"shares": self.shares, "variation": 0}
        return replace(look, **said)
