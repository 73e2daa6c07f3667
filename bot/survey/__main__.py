"""Makes the pictures of the survey: `python -m bot.survey PHOTOS`, to be run again when there are new weights.

PHOTOS is a folder with the files that `pairs.json` names: those of scikit-image's `data`, matplotlib's
`grace_hopper.jpg`, and `face.png`, which is SciPy's `face()`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from bot.pictures import crop, image
from bot.survey import FOLDER, GAP, Pair, pairs

if TYPE_CHECKING:
    from engine import Gallery, Picture, Stylizer

# Pixels: of a picture's width, and of the longer side at which its photo is painted, to be reduced then.
_WIDTH = 1000
_PAINTED_SIDE = 768
_MOST_BYTES = 80_000
_QUALITIES = range(90, 40, -3)
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
            written = _jpeg(made)
            (options.output / f"{pair.name}.jpg").write_bytes(written)
            print(f"{pair.name}: {made.width} x {made.height}, {len(written)} bytes", flush=True)


def _painted(pair: Pair, photos: Path, stylizer: Stylizer, gallery: Gallery) -> tuple[Image.Image, Image.Image]:
    from engine import Controls

    photo = crop.for_cells(_large(photos / pair.photo))
    controls = Controls(strength=pair.strength, longest_side=_PAINTED_SIDE)
    painting = stylizer.stylize(photo, gallery.style(pair.style, pair.method), controls)
    return image.of(photo), image.of(painting)


def _large(file: Path) -> Picture:
    """Read a photo, enlarged if need be: the engine never enlarges, and strokes are finer on a larger one."""
    from engine import decode

    photo = Image.open(file).convert("RGB")
    scale = max(1.0, _PAINTED_SIDE / min(photo.size))
    size = round(photo.width * scale), round(photo.height * scale)
    written = BytesIO()
    photo.resize(size, Image.Resampling.LANCZOS).save(written, "PNG")
    return decode(written.getvalue())


def _beside(photo: Image.Image, painting: Image.Image) -> Image.Image:
    width = (_WIDTH - GAP) // 2
    size = width, round(width * photo.height / photo.width)
    pair = Image.new("RGB", (_WIDTH, size[1]), _GROUND)
    pair.paste(photo.resize(size, Image.Resampling.LANCZOS), (0, 0))
    pair.paste(painting.resize(size, Image.Resampling.LANCZOS), (width + GAP, 0))
    return pair


def _jpeg(picture: Image.Image) -> bytes:
    """Return the picture as good as it fits into the bytes that there are for one."""
    written = BytesIO()
    for quality in _QUALITIES:
        written = BytesIO()
        picture.save(written, "JPEG", quality=quality, progressive=True, optimize=True)
        if written.tell() <= _MOST_BYTES:
            break
    return written.getvalue()


if __name__ == "__main__":
    main()
