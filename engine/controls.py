"""What a person can turn: the controls of a stylization."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from engine.errors import ControlError

KeepColours = Literal["no", "luminance", "histogram"]


@dataclass(frozen=True)
class Controls:
    """How to paint.

    Attributes:
        strength: 0 is the photo itself, 1 the full style.
        keep_colours: "no" paints in the style's colours; "luminance" keeps the photo's chroma and takes only the
            brightness of the painting; "histogram" moves the painting's colours to the photo's mean and
            covariance (`engine.colour` says how).
        longest_side: pixels of the result's longer side; None keeps the photo's. Photos are never enlarged.
        seed: of the random numbers that place strokes, from 0 to 2^63 - 1; the same seed paints the same picture.

    Raises:
        ControlError: a value is out of its range, which the message names.
    """

    strength: float = 1.0
    keep_colours: KeepColours = "no"
    longest_side: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.strength) and 0 <= self.strength <= 1):
            raise ControlError(f"strength is from 0 to 1, got {self.strength}")
        if self.keep_colours not in get_args(KeepColours):
            raise ControlError(f"keep_colours is one of {get_args(KeepColours)}, got {self.keep_colours!r}")
        if self.longest_side is not None and not 64 <= self.longest_side <= 16384:
            raise ControlError(f"longest_side is from 64 to 16384 pixels, got {self.longest_side}")
        if not 0 <= self.seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {self.seed}")
