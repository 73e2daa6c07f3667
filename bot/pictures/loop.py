"""A film that goes from style to style and ends where it began: what is painted for it, and each of its frames."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.pictures.path import Weights, between, require_count

FRAMES = 96
FRAMES_PER_SECOND = 24


def keys(count: int, steps: int) -> tuple[Weights, ...]:
    """Return the weights of the frames to paint: so many steps from each of `count` styles to the next.

    Two styles have one way, there and back; three or four are gone around. Those of half as many steps are among them.

    Raises:
        ValueError: `count` is not from 2 to 4.
    """
    require_count(count)
    last = steps + 1 if count == 2 else count * steps
    return tuple(between(step / steps, count) for step in range(last))


def frames(painted: Sequence[NDArray[np.uint8]], count: int) -> Iterator[NDArray[np.uint8]]:
    """Yield the film's `FRAMES`, each `(H, W, 3)`, a blend of the two painted ones that are nearest.

    It slows down at each style and speeds up between them.

    Args:
        painted: one frame for each of `keys`.
        count: of styles.
    """
    steps = len(painted) - 1 if count == 2 else len(painted) // count
    for number in range(FRAMES):
        place = _place(number, count) * steps
        near = int(place)
        yield _blend(painted[near % len(painted)], painted[(near + 1) % len(painted)], place - near)


def _place(number: int, count: int) -> float:
    """Where a frame is on the way, as `between` counts; of two styles never beyond the second."""
    if count == 2:
        return _eased(2 * number / FRAMES)
    leg, along = divmod(count * number / FRAMES, 1)
    return leg + _eased(along)


def _eased(along: float) -> float:
    """From 0 at 0 to 1 at 1 and back to 0 at 2, at rest at each of them."""
    return (1 - math.cos(math.pi * along)) / 2


def _blend(first: NDArray[np.uint8], second: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    mixed = (1 - share) * first.astype(np.float32) + share * second.astype(np.float32)
    return np.rint(mixed).astype(np.uint8)
