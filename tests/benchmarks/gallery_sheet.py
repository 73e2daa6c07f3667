"""How long does a person wait for their photo in sixteen styles? `python -m tests.benchmarks.gallery_sheet`.

From the bytes of a photo as Telegram hands it out to those of the picture: one painting, a page of the gallery, a strip
between two styles, a film between them; and of the page, what the networks alone take.
"""

from __future__ import annotations

import argparse
import io
import statistics

import torch

from bot.jobs.painter import GalleryStyle, Painter
from bot.jobs.sizes import CELL_SIDE
from bot.look import Look, Share
from engine import Controls, Gallery, Request, Stylizer, decode
from tests.benchmarks.adain import timed
from tests.engine.pictures import landscape


def main() -> None:
    """Print the times, and their ratio to one painting's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    gallery, painter, stylizer = Gallery.load(), Painter(), Stylizer()
    file = io.BytesIO()
    landscape(1280, 960).save(file, "JPEG", quality=87)
    photo = file.getvalue()
    sources = [GalleryStyle(entry.name) for entry in list(gallery)[:16]]
    one, two = Look((Share("one"),)), Look((Share("one"), Share("two")))
    small, styles = decode(photo, longest_side=CELL_SIDE), [gallery.style(source.name) for source in sources]

    times = timed(
        {
            "one painting": lambda: painter.paint(photo, one, sources[:1], "photo"),
            "sheet of sixteen": lambda: painter.sheet(photo, one, sources, 1, None),
            "its networks alone": lambda: stylizer.stylize_many(
                [Request(small, style, Controls()) for style in styles]
            ),
            "strip of seven": lambda: painter.strip(photo, two, sources[:2]),
            "film": lambda: painter.film(photo, two, sources[:2]),
        },
        options.runs,
    )
    print(f"a JPEG of 1280 x 960, median of {options.runs}")
    for name, seconds in times.items():
        ratios = [mine / theirs for mine, theirs in zip(seconds, times["one painting"], strict=True)]
        print(f"{name:20} {statistics.median(seconds):.3f} s   this / one painting {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
