"""The shipped styles as they stand on buttons and under paintings."""

from __future__ import annotations

from engine import Entry, Gallery

GALLERY = Gallery.load()
FIRST, SECOND = GALLERY.entries[:2]


def label(entry: Entry) -> str:
    """What the button under a painting in this style says, which opens the gallery."""
    return f"🎨 {entry.name.capitalize()}"


def number(entry: Entry, own: int = 0) -> str:
    """What the style's button under the sheet says, for a person with so many styles of their own."""
    return str(own + GALLERY.entries.index(entry) + 1)


def captioned(entry: Entry, controls: str) -> str:
    """What stands under a painting in this style, without its markup."""
    return f"{entry.name}, {controls}\n{entry.credit}"
