"""A look: how a photo is painted, everything but the photo itself.

Jobs, sessions and presets each hold one; buttons and words change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from engine import KeepColours

# The method that paints where none is named: as fast as a chat wants it.
METHOD = "adain"
# How the references of styles begin that nobody painted; a single method has them, and nobody chose it.
BY_CHANCE = "sample:"


@dataclass(frozen=True)
class Share:
    """A style's part in a look: its reference (`bot.styles`), and a weight above 0, relative to the others'."""

    style: str
    weight: float = 1.0


@dataclass(frozen=True)
class Look:
    """How to paint.

    Attributes:
        shares: the styles that are mixed; mostly one, and none before one was chosen.
        method: one of the engine's.
        strength: from 0, the photo itself, to 1.
        colours: whose: "no" for the painting's, "luminance" or "histogram" for the photo's; see `engine.Controls`.
        stroke: size of the strokes, relative to the frame, from 0.25 to 2.
        levels: of WCT; None for those that it paints unasked.
        side: of the result, the longer one in pixels; None for what suits a photo, or a file.
        iterations: of Gatys; None for as many as it takes.
        seed: of all that is random.
        variation: of a VAE's style: the number of one of the many near it; 0 for itself.
    """

    shares: tuple[Share, ...] = ()
    method: str = METHOD
    strength: float = 1.0
    colours: KeepColours = "no"
    stroke: float = 1.0
    levels: tuple[int, ...] | None = None
    side: int | None = None
    iterations: int | None = None
    seed: int = 0
    variation: int = 0

    @classmethod
    def of(cls, style: str) -> Look:
        """Return the look of one style as it is."""
        return cls((Share(style),))

    @property
    def style(self) -> str | None:
        """The reference of the only style; None if there are several, or none."""
        return self.shares[0].style if len(self.shares) == 1 else None

    @property
    def styles(self) -> tuple[str, ...]:
        """The references of all styles."""
        return tuple(share.style for share in self.shares)

    @property
    def portions(self) -> tuple[tuple[str, float], ...]:
        """The styles, and what part of the whole each is."""
        total = sum(share.weight for share in self.shares)
        return tuple((share.style, share.weight / total) for share in self.shares)

    @property
    def keeps_colours(self) -> bool:
        """Whether the photo keeps its own colours."""
        return self.colours != "no"

    def in_style(self, style: str) -> Look:
        """Return this look in another style, alone and as it is."""
        return self.in_styles((Share(style),))

    def in_styles(self, shares: tuple[Share, ...]) -> Look:
        """Return this look in other styles: its variations stay with those before, and the method of chance too."""
        by_chance = any(style.startswith(BY_CHANCE) for style in self.styles)
        return replace(self, shares=shares, variation=0, method=METHOD if by_chance else self.method)

    def with_another(self, style: str, other: str) -> Look:
        """Return this look with one of its styles replaced."""
        shares = (Share(other if share.style == style else share.style, share.weight) for share in self.shares)
        return replace(self, shares=tuple(shares))

    @property
    def key(self) -> str:
        """What tells this look from all others: 16 hexadecimal digits, the same in every process."""
        written = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can say of it: only what is not as it would be anyway."""
        values = asdict(self)
        values["shares"] = [[share.style, float(share.weight)] for share in self.shares]
        if self.levels is not None:
            values["levels"] = list(self.levels)
        return {name: value for name, value in values.items() if value != _DEFAULTS.get(name, [])}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Look:
        """Read what `to_json` wrote; what a newer version added is left out."""
        known = {name: value for name, value in values.items() if name in _DEFAULTS}
        if known.get("levels") is not None:
            known["levels"] = tuple(known["levels"])
        shares = tuple(Share(style, weight) for style, weight in values.get("shares", ()))
        return cls(shares, **known)


_DEFAULTS = {name: value for name, value in asdict(Look()).items() if name != "shares"}
