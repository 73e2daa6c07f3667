"""What a person can turn: the controls of a stylization."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from engine.errors import ControlError

KeepColours = Literal["no", "luminance", "histogram"]

# The first ReLUs of VGG-19's five blocks, as `engine.networks.vgg` numbers them; that module needs torch.
_LEVELS = range(1, 6)


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
        levels: of WCT, from 1 (colours, fine texture) to 5 (large shapes), in any order; None takes those up to 4.
        level_strengths: one for each of `levels`, from 0 to 1, each times `strength`; None stands for 1 at all.
        stroke_size: of the strokes, relative to the frame, from 0.25 (fine: those of a photo of 4,096 pixels at
            its full size, and sixteen times the work) to 2 (broad).
        iterations: of a method that paints step by step, from 1 to 10,000; None leaves it to the method.

    Raises:
        ControlError: a value is out of its range, which the message names.
    """

    strength: float = 1.0
    keep_colours: KeepColours = "no"
    longest_side: int | None = None
    seed: int = 0
    levels: tuple[int, ...] | None = None
    level_strengths: tuple[float, ...] | None = None
    stroke_size: float = 1.0
    iterations: int | None = None

    def __post_init__(self) -> None:
        _require_strength("strength", self.strength)
        if self.keep_colours not in get_args(KeepColours):
            raise ControlError(f"keep_colours is one of {get_args(KeepColours)}, got {self.keep_colours!r}")
        if self.longest_side is not None and not 64 <= self.longest_side <= 16384:
            raise ControlError(f"longest_side is from 64 to 16384 pixels, got {self.longest_side}")
        if not 0 <= self.seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {self.seed}")
        self._require_levels()
        if not 0.25 <= self.stroke_size <= 2:
            raise ControlError(f"stroke_size is from 0.25 to 2, got {self.stroke_size}")
        if self.iterations is not None and not 1 <= self.iterations <= 10_000:
            raise ControlError(f"iterations is from 1 to 10,000, got {self.iterations}")

    @property
    def mean_strength(self) -> float:
        """`strength`, or where levels have their own, the mean of what each is painted with."""
        if self.level_strengths is None:
            return self.strength
        return self.strength * sum(self.level_strengths) / len(self.level_strengths)

    def by_level(self, levels: Sequence[int]) -> dict[int, float]:
        """The strength at each of `levels`, or at each of those chosen."""
        chosen = self.levels or tuple(levels)
        shares = self.level_strengths or (1.0,) * len(chosen)
        return {level: self.strength * share for level, share in zip(chosen, shares, strict=True)}

    def _require_levels(self) -> None:
        if self.levels is not None:
            # Whoever hands over a list still gets controls that are a key.
            object.__setattr__(self, "levels", tuple(self.levels))
            if not self.levels or not set(self.levels) <= set(_LEVELS) or len(set(self.levels)) < len(self.levels):
                raise ControlError(f"levels are one or more of 1 to 5, each once, got {self.levels}")
        if self.level_strengths is not None:
            object.__setattr__(self, "level_strengths", tuple(self.level_strengths))
            if len(self.level_strengths) != len(self.levels or ()):
                raise ControlError(
                    f"level_strengths are one for each of levels, got {self.level_strengths} for {self.levels}"
                )
            for strength in self.level_strengths:
                _require_strength("each of level_strengths", strength)


def _require_strength(name: str, strength: float) -> None:
    if not (math.isfinite(strength) and 0 <= strength <= 1):
        raise ControlError(f"{name} is from 0 to 1, got {strength}")
