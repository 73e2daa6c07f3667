"""A wish: what a person asks to be different about how their photo is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.look import METHOD, Look, Share
from engine import KeepColours

LEVELS = range(1, 6)
FULL_SIZE = 0
SMALLEST_SIDE, LARGEST_SIDE = 64, 4096
FEWEST_ITERATIONS, MOST_ITERATIONS = 1, 1000
# The methods that alone have levels and iterations.
METHOD_OF_LEVELS, METHOD_OF_ITERATIONS = "wct", "gatys"


@dataclass(frozen=True)
class Wish:
    """What was wished for; None where nothing was said.

    Fields are those of a `Look`; for what is usual, `levels` is () and `side` is `FULL_SIZE`.
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

    @classmethod
    def about(cls, look: Look) -> Wish:
        """Return what is worth saying about a look: its styles, its strength, and whatever is not as usual."""
        return cls(
            shares=look.shares or None,
            method=look.method if look.method != METHOD else None,
            strength=look.strength,
            colours=look.colours if look.keeps_colours else None,
            stroke=look.stroke if look.stroke != 1 else None,
            levels=look.levels if look.method == METHOD_OF_LEVELS else None,
            side=look.side,
            iterations=look.iterations if look.method == METHOD_OF_ITERATIONS else None,
        )

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
        return replace(look if self.shares is None else look.in_styles(self.shares), **said)
