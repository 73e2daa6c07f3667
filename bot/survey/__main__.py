"""Makes the pictures of the survey: `python -m bot.survey PHOTOS`, to be run again when there are new weights.

PHOTOS is a folder with the files that `pairs.json` names: those of scikit-image's `data`, matplotlib's
`grace_hopper.jpg`, and `face.png`, which is SciPy's `face()`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from bot.pictures import crop, image, shipped
from bot.survey import FOLDER, Pair, pairs

if TYPE_CHECKING:
    from engine import Gallery, Stylizer

# Pixels: of a picture's width, between photo and painting, and of the side at which is painted, to be reduced then.
_WIDTH = 1000
_GAP = 8
_PAINTED_SIDE = 768
_MOST_BYTES = 80_000
_GROUND = (24, 26, 30)


def main(given: Sequence[str] | None = None) -> None:
    """Paint the photos, and write the pictures beside this file, or where `--output` says."""
    from engine import Gallery, Stylizer

    parser = argparse.ArgumentParser(prog="python -m bot.survey", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of the photos that pairs.json names")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[pair.name for pair in pairs()])
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER", help="[beside this file]")
    options = parser.parse_args(given)

    stylizer, gallery = Stylizer(), Gallery.load()
    for pair in pairs():
        if not options.only or pair.name in options.only:
            made = _beside(*_painted(pair, options.photos, stylizer, gallery))
            (options.output / pair.file.name).write_bytes(shipped.jpeg(made, _MOST_BYTES))
            print(f"{pair.name}: {made.width} x {made.height}", flush=True)


def _painted(pair: Pair, photos: Path, stylizer: Stylizer, gallery: Gallery) -> tuple[Image.Image, Image.Image]:
    from engine import Controls

    photo = crop.for_cells(shipped.photo(photos / pair.photo, _PAINTED_SIDE))
    controls = Controls(strength=pair.strength, longest_side=_PAINTED_SIDE)
    painting = stylizer.stylize(photo, gallery.style(pair.style, pair.method), controls)
    return image.of(photo), image.of(painting)


def _beside(photo: Image.Image, painting: Image.Image) -> Image.Image:
    width = (_WIDTH - _GAP) // 2
    size = width, round(width * photo.height / photo.width)
    pair = Image.new("RGB", (_WIDTH, size[1]), _GROUND)
    pair.paste(photo.resize(size, Image.Resampling.LANCZOS), (0, 0))
    pair.paste(painting.resize(size, Image.Resampling.LANCZOS), (width + _GAP, 0))
    return pair


if __name__ == "__main__":
    main()
