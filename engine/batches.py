"""Requests that can be painted together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from engine.controls import Controls
from engine.masks import Mask
from engine.style import Style

if TYPE_CHECKING:
    from engine.images import Picture

Region: TypeAlias = tuple[Mask, Style | None]
"""Where, and in which style; None leaves that part of the photo as it is."""

# Pixels that go through the networks at a time: more would only leave the processor's cache. One photo alone does not
# keep a graphics card busy, and eight as they are painted take 2 to 4 GB of it.
MOST_PIXELS = 2**20
MOST_PIXELS_ON_A_CARD = 2**23


@dataclass(frozen=True, eq=False)
class Request:
    """One photo to paint, as `Stylizer.stylize` takes it."""

    photo: Picture
    style: Style | Sequence[Region]
    controls: Controls = field(default_factory=Controls)


def group(
    keys: Mapping[int, Hashable], pixels: Mapping[int, int], most_pixels: int = MOST_PIXELS
) -> Iterator[list[int]]:
    """Batches of the indices with equal keys, each of at most `most_pixels` pixels, or of one index."""
    alike: dict[Hashable, list[int]] = {}
    for index, key in keys.items():
        alike.setdefault(key, []).append(index)
    for indices in alike.values():
        most = max(1, most_pixels // max(1, pixels[indices[0]]))
        yield from (indices[start : start + most] for start in range(0, len(indices), most))
