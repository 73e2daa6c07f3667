"""Which methods can paint in a style: those that there are statistics for, or a painting to read them from; and at
which levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.look import METHOD, Look
from bot.styles import gallery_name, sample_seed
from engine import Gallery, levels_of_wct

# From the quickest on.
METHODS = ("adain", "vae", "wct", "gatys")
# The one that paints in styles which nobody painted: its space is what they are taken from.
_OF_SAMPLES = "vae"


def methods_of(look: Look, gallery: Gallery) -> tuple[str, ...]:
    """Return the methods that can paint in all styles of a look, the quickest first."""
    offered = [_methods_of(style, gallery) for style in look.styles]
    return tuple(method for method in METHODS if all(method in methods for methods in offered))


def paintable(look: Look, gallery: Gallery) -> Look:
    """Return the look itself, or by another method where its own has no statistics of a style.

    Of the levels that it names it keeps those that there are, and if there is none of them, the usual ones.
    """
    offered = methods_of(look, gallery)
    if look.method not in offered and offered:
        look = replace(look, method=offered[0])
    return look if look.levels is None else replace(look, levels=levels_there_are(look.levels) or None)


def levels_there_are(levels: Sequence[int]) -> tuple[int, ...]:
    """Return those levels of WCT that its weights have."""
    return tuple(level for level in levels if level in levels_of_wct())


def _methods_of(style: str, gallery: Gallery) -> tuple[str, ...]:
    if sample_seed(style) is not None:
        return (_OF_SAMPLES,)
    name = gallery_name(style)
    if name is None:
        # The painting of a person's own style is at hand, so that any method can read it.
        return METHODS
    return (METHOD, *(gallery.methods(name) if name in gallery else ()))
