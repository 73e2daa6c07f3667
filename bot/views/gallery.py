"""The gallery, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.styles import KnownStyle

STYLES_PER_PAGE = 8


@dataclass(frozen=True)
class Page:
    """Some of the styles; `number` counts from 0 to `count` - 1."""

    styles: tuple[KnownStyle, ...]
    number: int
    count: int

    @property
    def next(self) -> int:
        """The number of the page after this one; the first comes after the last."""
        return (self.number + 1) % self.count

    @property
    def previous(self) -> int:
        """The number of the page before this one; the last comes before the first."""
        return (self.number - 1) % self.count


def page(styles: Sequence[KnownStyle], number: int) -> Page:
    """Return a page of the styles; a number beyond them (of an old button, say) gives the last or first page."""
    count = max(1, -(-len(styles) // STYLES_PER_PAGE))
    number = min(max(number, 0), count - 1)
    start = number * STYLES_PER_PAGE
    return Page(tuple(styles[start : start + STYLES_PER_PAGE]), number, count)


def page_of(styles: Sequence[KnownStyle], reference: str | None) -> int:
    """Return the number of the page on which a style stands; 0 if it is on none."""
    places = (place for place, style in enumerate(styles) if style.reference == reference)
    return next(places, 0) // STYLES_PER_PAGE
