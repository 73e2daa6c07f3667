"""Are photos painted faster together than one by one? `python -m tests.benchmarks.batches`.

As many photos as are at hand, from the bytes of a file to the bytes of a file, in as many styles of the gallery: by
`Painter.paint` one after the other, and by `Painter.paint_many` at once, in turn in one process, on the best device
here. On a CPU the engine itself would not paint so many pixels at once; that limit is lifted, to show what it is for.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch

import engine.stylizer
from bot.jobs.commission import Commission
from bot.jobs.painter import GalleryStyle, Painter
from bot.look import Look
from engine import Gallery
from tests.bot.drawing import encoded, landscape


def main() -> None:
    """Print a line for each number of photos."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, nargs="+", default=[2, 4, 8], metavar="N", help="at hand %(default)s")
    parser.add_argument("--method", default="adain", help="%(default)s")
    parser.add_argument("--width", type=int, default=1280, help="pixels, of photos with sides of 4 to 3 [%(default)s]")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    engine.stylizer.MOST_PIXELS = 2**40  # type: ignore[attr-defined]

    painter, styles = Painter(), [entry.name for entry in Gallery.load()]
    photo = landscape(options.width, options.width * 3 // 4)
    # Each another one, so that none is decoded only once.
    commissions = [
        Commission(encoded(photo.rotate(number), "JPEG"), _look(style, options.method), (GalleryStyle(style),), "photo")
        for number, style in zip(range(max(options.photos)), styles, strict=False)
    ]
    print(f"photos of {photo.width} x {photo.height}, {options.method}, median of {options.runs}; ", end="")
    print(f"best at once here, by the engine's own account: {painter.most_at_once}")
    for count in options.photos:
        print(_compared(painter, commissions[:count], options.runs), flush=True)


def _look(style: str, method: str) -> Look:
    return Look(Look.of(f"gallery:{style}").shares, method)


def _compared(painter: Painter, commissions: list[Commission], runs: int) -> str:
    apart, together, first = list[float](), list[float](), list[float]()
    for run in range(runs + 1):
        # Else photos were still decoded from the run before.
        painter._photos._values.clear()
        started = time.perf_counter()
        for number, one in enumerate(commissions):
            painter.paint(one.photo, one.look, one.sources, one.kind)
            if number == 0:
                to_first = time.perf_counter() - started
        seconds = time.perf_counter() - started
        painter._photos._values.clear()
        started = time.perf_counter()
        painter.paint_many(commissions)
        if run:
            first.append(to_first)
            apart.append(seconds)
            together.append(time.perf_counter() - started)
    count = len(commissions)
    ratio = statistics.median(one / all_ for one, all_ in zip(apart, together, strict=True))
    return (
        f"{count} photos: one by one {count / statistics.median(apart):.2f} photos/s, the first after "
        f"{statistics.median(first):.2f} s; at once {count / statistics.median(together):.2f} photos/s, all after "
        f"{statistics.median(together):.2f} s: {ratio:.2f} times as fast"
    )


if __name__ == "__main__":
    main()
