"""How long does one photo in sixteen styles take? `python -m tests.benchmarks.sheet`.

A photo as phones send it, reduced to 160 pixels and painted in sixteen styles of the gallery, as one batch and one by
one, from decoded photo to pictures.
"""

from __future__ import annotations

import argparse
import statistics

import torch

from engine import Controls, Gallery, Picture, Request, Stylizer
from tests.benchmarks.adain import timed
from tests.engine.pictures import landscape, picture


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    stylizer, gallery, photo = Stylizer("cpu"), Gallery.load(), picture(landscape(1280, 960))
    styles = [gallery.style(entry.name) for entry in list(gallery)[:16]]
    controls = Controls(longest_side=160)

    def at_once() -> list[Picture]:
        painted = stylizer.stylize_many([Request(photo, style, controls) for style in styles])
        return [each for each in painted if isinstance(each, Picture)]

    def one_by_one() -> list[Picture]:
        return [stylizer.stylize(photo, style, controls) for style in styles]

    assert len(at_once()) == len(styles)
    times = timed({"as one batch": at_once, "one by one": one_by_one}, options.runs)
    print(f"one photo of 1280 x 960 in {len(styles)} styles at 160 pixels, median of {options.runs}")
    for name, seconds in times.items():
        ratios = [mine / theirs for mine, theirs in zip(times["as one batch"], seconds, strict=True)]
        print(f"{name:14} {statistics.median(seconds):.3f} s   batch / this {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
