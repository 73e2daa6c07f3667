"""How fast are the batches? Against a peer, in one process: `python -m tests.benchmarks.feed --content PHOTOS`.

The peer is what one would write with torchvision: a `DataLoader` of two worker processes that decodes with Pillow,
`RandomResizedCrop` (antialiased) and `RandomHorizontalFlip`. Both crop the same share of the picture's side, batch by
8, and end in float tensors on the CPU. All take turns, because absolute times drift.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from training.data import SHORT_SIDE, DataError, File, Hold, list_files, load
from training.feed import Feed
from training.recipes.protocol import Config

BATCH, WORKERS, EVER = 8, 2, 10**6
HOLDS: tuple[Hold, ...] = ("memory", "disk", "device")


def main() -> None:
    """Print a table for each size of crop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--content", type=Path, nargs="+", required=True, help="photos: folders or tar shards")
    parser.add_argument("--crops", type=int, nargs="+", default=[128, 256])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--batches", type=int, default=40, help="of each, a run")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for crop in options.crops:
        with ExitStack() as stack:
            feeds, firsts = {}, {}
            # The peer first: its processes are forked while ours is small.
            starts = {"torchvision, DataLoader": lambda crop=crop: peer(options.content, crop)}
            starts |= {hold: lambda hold=hold, crop=crop: ours(options.content, crop, hold, stack) for hold in HOLDS}
            for name, start in starts.items():
                feeds[name], firsts[name] = started(start)
            speeds = timed(feeds, options.runs, options.batches)
        theirs = speeds["torchvision, DataLoader"]
        print(
            f"\n{BATCH} crops of {crop}, {WORKERS} workers, median of {options.runs} runs of {options.batches} batches"
        )
        for name, figures in speeds.items():
            ratio = statistics.median(mine / other for mine, other in zip(figures, theirs, strict=True))
            speed = statistics.median(figures)
            print(f"{name:26} {speed:8.0f} images/s   {ratio:6.2f} x   first batch after {firsts[name]:6.2f} s")


def ours(sources: list[Path], crop: int, hold: Hold, stack: ExitStack) -> Iterator[Tensor]:
    """Photos of a `Feed`, "device" being the CPU."""
    photos = load(sources, SHORT_SIDE, BATCH, WORKERS, hold, torch.device("cpu"))
    feed = Feed(photos, None, Config(crop=crop, batch_size=BATCH, workers=WORKERS), torch.device("cpu"))
    batches = feed.batches(range(EVER))
    stack.callback(batches.close)
    return (batch.photos for batch in batches)


def peer(sources: list[Path], crop: int) -> Iterator[Tensor]:
    """Photos of torchvision's transforms."""
    zoom = Config().zoom
    # Photos here have a short side of 320; the side of a crop is drawn from [crop, min(320, zoom x crop)] there.
    share = (crop**2 / (320 * 427), min(320, zoom * crop) ** 2 / (320 * 427))
    transform = transforms.Compose(
        [
            transforms.RandomResizedCrop(crop, scale=share, ratio=(1.0, 1.0), antialias=True),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
        ]
    )
    files = Files(list_files(sources), transform)
    return iter(DataLoader(files, BATCH, num_workers=WORKERS))


class Files(Dataset[Tensor]):
    """Endless photos, in a random order."""

    def __init__(self, files: list[File], transform: Callable[[Image.Image], Tensor]) -> None:
        if not files:
            raise DataError("no pictures")
        self._files, self._transform = files, transform

    def __len__(self) -> int:
        return EVER * BATCH

    def __getitem__(self, index: int) -> Tensor:
        file = self._files[int(torch.randint(len(self._files), ()))]
        with Image.open(io.BytesIO(file.read())) as photo:
            return self._transform(photo.convert("RGB"))


def started(start: Callable[[], Iterator[Tensor]]) -> tuple[Iterator[Tensor], float]:
    """The batches, and the seconds until the first, with all that has to be decoded before."""
    began = time.perf_counter()
    batches = start()
    next(batches)
    return batches, time.perf_counter() - began


def timed(feeds: dict[str, Iterator[Tensor]], runs: int, batches: int) -> dict[str, list[float]]:
    """Images per second of each, in turn, `runs` times after one to warm up."""
    speeds: dict[str, list[float]] = {name: [] for name in feeds}
    for run in range(runs + 1):
        for name, feed in feeds.items():
            began = time.perf_counter()
            for _ in range(batches):
                next(feed)
            if run:
                speeds[name].append(batches * BATCH / (time.perf_counter() - began))
    return speeds


if __name__ == "__main__":
    main()
