"""Makes the machine's pictures for the quiz: `python -m bot.quiz PHOTOS`, to be run again when there are new weights.

PHOTOS is a folder as for `python -m bot.survey`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.pictures import crop, image, shipped
from bot.pictures.excerpt import SIDE
from bot.quiz import FOLDER, plans

# Pixels of the side at which is painted, to be reduced then.
_PAINTED_SIDE = 768
_MOST_BYTES = 80_000


def main(given: Sequence[str] | None = None) -> None:
    """Paint parts of the photos, and write the paintings beside this file, or where `--output` says."""
    from engine import Controls, Gallery, Stylizer

    parser = argparse.ArgumentParser(prog="python -m bot.quiz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of the photos that paintings.json names")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[plan.name for plan in plans()])
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER", help="[beside this file]")
    options = parser.parse_args(given)

    stylizer, gallery = Stylizer(), Gallery.load()
    for plan in plans():
        if not options.only or plan.name in options.only:
            photo = crop.square(shipped.photo(options.photos / plan.photo, _PAINTED_SIDE, plan.part))
            controls = Controls(strength=plan.strength, longest_side=_PAINTED_SIDE)
            painting = image.of(stylizer.stylize(photo, gallery.style(plan.style, plan.method), controls))
            reduced = painting.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
            (options.output / plan.file.name).write_bytes(shipped.jpeg(reduced, _MOST_BYTES))
            print(plan.name, flush=True)


if __name__ == "__main__":
    main()
