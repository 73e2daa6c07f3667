"""The stops on the way between styles, in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from PIL import Image

from bot.pictures import grid
from bot.pictures.path import STOPS, Weights


def rows(aspect: float) -> tuple[int, ...]:
    """Return how many pictures stand in each row: large ones, and together no higher than a phone shows at once."""
    return (2, 3, 2) if aspect > 1 else (3, 4)


def draw(pictures: Sequence[Image.Image | None], weights: Sequence[Weights], aspect: float) -> Image.Image:
    """Draw the pictures, numbered from 1, each with the part of the second style, or the parts of all of more than two.

    Args:
        pictures: one for each stop; None leaves a plain cell.
        weights: of each, as `bot.pictures.path.path` has them.
        aspect: of each picture, width over height.

    Raises:
        ValueError: there are more or fewer than the stops.
    """
    if not len(pictures) == len(weights) == STOPS:
        raise ValueError(f"a strip has {STOPS} pictures, got {len(pictures)} with {len(weights)} weights")
    cells = iter(
        [
            grid.Cell(picture, str(number), words(parts))
            for number, (picture, parts) in enumerate(zip(pictures, weights, strict=True), 1)
        ]
    )
    return grid.draw([list(islice(cells, length)) for length in rows(aspect)], aspect)


def words(weights: Weights) -> str:
    """Return what stands on a picture of such a mixture: "33%" of the second style; of more, "67/33/0"."""
    if len(weights) == 2:
        return f"{weights[1]:.0%}"
    return "/".join(f"{100 * weight:.0f}" for weight in weights)
