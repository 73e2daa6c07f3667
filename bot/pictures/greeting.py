"""The picture that greets a newcomer: one photo in a dozen styles. `python -m bot.pictures.greeting PHOTO` makes it.

The photo of the one that is shipped is "Chelsea" by Stéfan van der Walt, CC0, as scikit-image has it (`chelsea.png`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bot.pictures import crop, grid, image

FILE = Path(__file__).with_name("greeting.jpg")
# By row; neighbours differ most.
STYLES = (
    ("wave", "prism", "almond", "gold"),
    ("drinker", "ink", "iris", "dragon"),
    ("crane", "machine", "rain", "harlequin"),
)
# Pixels of the longer side at which each is painted, to be reduced: finer strokes than a sheet for choosing has.
_PAINTED_SIDE = 640
# Of a JPEG of about 250 kB.
_QUALITY = 60


def main(given: Sequence[str] | None = None) -> None:
    """Paint the photo, and write the picture beside this file, or where `--output` says."""
    from engine import Controls, Gallery, Picture, Request, Stylizer, decode

    parser = argparse.ArgumentParser(
        prog="python -m bot.pictures.greeting", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="free to use: the picture is published with the bot")
    parser.add_argument("-o", "--output", type=Path, default=FILE, metavar="OUT", help=f"[{FILE.name}, beside this]")
    options = parser.parse_args(given)

    photo = crop.square(decode(options.photo.read_bytes()))
    gallery, controls = Gallery.load(), Controls(longest_side=_PAINTED_SIDE)
    requests = [Request(photo, gallery.style(name), controls) for row in STYLES for name in row]
    painted = iter(Stylizer().stylize_many(requests))
    rows = []
    for row in STYLES:
        cells = []
        for _ in row:
            result = next(painted)
            if not isinstance(result, Picture):
                raise result
            cells.append(grid.Cell(image.of(result)))
        rows.append(cells)
    grid.draw(rows, 1.0).save(options.output, "JPEG", quality=_QUALITY, progressive=True)


if __name__ == "__main__":
    main()
