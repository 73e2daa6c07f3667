"""The pictures that the ruler measures on: every tenth of a validation set, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from training.data import DataError, centre_crop, load

SIDE = 320
EVERY = 10


@dataclass(frozen=True, eq=False)
class Sample:
    """A validation photo or painting: the stem of its file's name, and the picture `(1, 3, H, W)` in [0, 1]."""

    name: str
    image: Tensor


def read_samples(sources: Sequence[Path], every: int = EVERY) -> list[Sample]:
    """Every `every`-th picture by name, centre-cropped to 320 x 320.

    Raises:
        DataError: fewer than `every` pictures, or two of the same stem.
    """
    if every < 1:
        raise DataError(f"every is at least 1, got {every}")
    pictures = load(sources, short_side=4096, at_least=every)
    order = sorted(range(len(pictures)), key=lambda index: pictures.names[index])[::every]
    samples = [
        Sample(Path(pictures.names[index]).stem, centre_crop(pictures[index].float().div(255), SIDE)[None])
        for index in order
    ]
    names = [sample.name for sample in samples]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"several pictures are called {', '.join(twice)}: results could not be told apart by name")
    return samples


def spread(photos: int, paintings: int, count: int) -> list[tuple[int, int]]:
    """Up to `count` pairs (photo, painting) in which each photo and each painting comes about equally often."""
    pairs: dict[tuple[int, int], None] = {}
    longest = max(photos, paintings)
    for shift in range(min(photos, paintings)):
        for index in range(longest):
            moved = index + shift
            pairs[(moved % photos, index) if paintings == longest else (index, moved % paintings)] = None
    return list(pairs)[: max(0, count)]
