"""Pictures in rows, each with its number: what a gallery and a strip look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.lettering import badge, check

# Pixels across: what Telegram shows of a photo.
WIDTH = 1280
_GAP = 8
_GROUND = (24, 26, 30)
_EMPTY = (92, 96, 104)
_INK, _PLATE = (255, 255, 255), (24, 26, 30)
_CHOSEN = (36, 129, 230)
# Height of a plate with a number, pixels at most, and of the shorter side of the smallest cell.
_PLATE_HEIGHT, _PLATE_SHARE = 64, 0.17


@dataclass(frozen=True)
class Cell:
    """A picture, None where there is none to show; its number, words at its foot, and whether it is the chosen one."""

    picture: Image.Image | None
    number: str = ""
    words: str = ""
    chosen: bool = False


def cell_size(beside: int, aspect: float) -> tuple[int, int]:
    """Return width and height in pixels of each of so many cells beside each other; `aspect` is width over height."""
    width = (WIDTH - (beside - 1) * _GAP) // beside
    return width, max(1, round(width / aspect))


def draw(rows: Sequence[Sequence[Cell]], aspect: float) -> Image.Image:
    """Draw rows of cells, `WIDTH` pixels wide: all fill it, so that those in a row of few are larger.

    Args:
        rows: from the top, each of one or more cells.
        aspect: of each cell, width over height; a picture of another is stretched.
    """
    heights = [cell_size(len(row), aspect)[1] for row in rows]
    smallest = cell_size(max(len(row) for row in rows), aspect)
    unit = min(_PLATE_HEIGHT, round(_PLATE_SHARE * min(smallest)))
    grid = Image.new("RGB", (WIDTH, sum(heights) + (len(rows) - 1) * _GAP), _GROUND)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for place, cell in enumerate(row):
            # The last pixels of a width that does not divide go to one cell each.
            left, right = (at * (WIDTH + _GAP) // len(row) for at in (place, place + 1))
            grid.paste(_drawn(cell, right - left - _GAP, height, unit), (left, top))
        top += height + _GAP
    return grid


def _drawn(cell: Cell, width: int, height: int, unit: int) -> Image.Image:
    if cell.picture is None:
        image = Image.new("RGB", (width, height), _EMPTY)
    else:
        image = cell.picture.resize((width, height), Image.Resampling.LANCZOS)
    plate = _CHOSEN if cell.chosen else _PLATE
    if cell.chosen:
        edge = max(4, unit // 5)
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, width - 1, height - 1), outline=_CHOSEN, width=edge)
        pen.rectangle((edge, edge, width - 1 - edge, height - 1 - edge), outline=_INK, width=max(2, edge // 3))
        mark = check(unit, _INK, plate)
        image.paste(mark, (width - mark.width, 0), mark)
    if cell.number:
        shown = badge(cell.number, unit, _INK, plate)
        image.paste(shown, (0, 0), shown)
    if cell.words:
        shown = badge(cell.words, round(0.8 * unit), _INK, plate)
        image.paste(shown, ((width - shown.width) // 2, height - shown.height), shown)
    return image
