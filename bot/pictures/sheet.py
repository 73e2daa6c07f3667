"""One photo in many styles, numbered: a page of the gallery."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice

from PIL import Image

from bot.pictures import grid

# As many as stay recognisable on a phone, and beside each other.
MOST = 16
_MOST_BESIDE = 4


def rows(count: int) -> tuple[int, ...]:
    """Return how many of `count` pictures stand in each row, as evenly as can be and the longer rows first.

    Raises:
        ValueError: it is not from 1 to 16.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"a sheet has 1 to {MOST} pictures, got {count}")
    number = max(-(-count // _MOST_BESIDE), math.isqrt(count))
    shortest, longer = divmod(count, number)
    return (shortest + 1,) * longer + (shortest,) * (number - longer)


def draw(pictures: Sequence[Image.Image | None], aspect: float, first_number: int, chosen: int | None) -> Image.Image:
    """Draw a sheet of pictures, row by row.

    Args:
        pictures: 1 to 16; None leaves a plain cell.
        aspect: of each, width over height.
        first_number: of the first picture; the others' follow.
        chosen: the number of the one to mark.

    Raises:
        ValueError: there are too few or too many.
    """
    cells = iter(
        [
            grid.Cell(picture, str(number), chosen=number == chosen)
            for number, picture in enumerate(pictures, first_number)
        ]
    )
    return grid.draw([list(islice(cells, length)) for length in rows(len(pictures))], aspect)
