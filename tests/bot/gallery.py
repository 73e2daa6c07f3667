"""The shipped styles as they stand on buttons and under paintings."""

from __future__ import annotations

from bot.styles import gallery_reference, known_styles
from bot.views import keyboards
from engine import Entry, Gallery

GALLERY = Gallery.load()
FIRST, SECOND = GALLERY.entries[:2]


def label(entry: Entry) -> str:
    """What the style's button says."""
    known = {style.reference: style for style in known_styles(GALLERY, ())}
    return keyboards.style_label(known[gallery_reference(entry.name)])


def captioned(entry: Entry, controls: str) -> str:
    """What stands under a painting in this style, without its markup."""
    return f"{entry.name}, {controls}\n{entry.credit}"
