"""Lists that are too long for one message, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of the items, of which the first is number `first` of all; pages and items count from 0."""

    items: tuple[T, ...]
    number: int
    count: int
    first: int

    @property
    def next(self) -> int:
        """The number of the page after this one; the first comes after the last."""
        return (self.number + 1) % self.count

    @property
    def previous(self) -> int:
        """The number of the page before this one; the last comes before the first."""
        return (self.number - 1) % self.count


def page(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Return a page of at most `size` items; a number beyond them (of an old button, say) gives the last or first."""
    count = max(1, -(-len(items) // size))
    number = min(max(number, 0), count - 1)
    first = number * size
    return Page(tuple(items[first : first + size]), number, count, first)


def page_with(items: Sequence[T], item: T | None, size: int) -> int:
    """Return the number of the page on which an item stands; 0 if it is on none."""
    return next((place for place, one in enumerate(items) if one == item), 0) // size
