"""Which levels WCT has, and which it paints unasked; read without torch, so that a light process can ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from engine.errors import CheckpointError
from engine.metadata import described

_INVERTERS = Path(__file__).parent / "weights" / "wct.safetensors"
# relu5_1 remembers too little of a photo: painted from there, large shapes are the style's, but faces are lost.
_DEEPEST_UNASKED = 4


@cache
def levels_of_wct(file: Path = _INVERTERS) -> tuple[int, ...]:
    """The levels that WCT can paint, from 1 (colours, fine texture) to at most 5 (large shapes), in ascending order.

    Raises:
        CheckpointError: there are no inverters, or they do not say what they are.
    """
    try:
        return tuple(sorted(int(level) for level in described(file.read_bytes())["architecture"]["levels"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{file.name} cannot be read, get it anew or train it: {error}") from error


def usual_levels(there: Sequence[int]) -> tuple[int, ...]:
    """Those of the levels `there` are that WCT paints when none are named: up to 4, or all, should all be deeper."""
    return tuple(level for level in there if level <= _DEEPEST_UNASKED) or tuple(there)
