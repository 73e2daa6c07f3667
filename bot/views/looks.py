"""Looks in words: under paintings, and repeated back to people."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.language import Html, Locale
from bot.wish import Wish

Names = Sequence[tuple[str, float]]


def percent(locale: Locale, strength: float) -> str:
    """Return a strength in [0, 1] as people write it: `70%`, in Russian and Spanish `70 %`."""
    return locale.text("strength", strength=strength)


def styles(locale: Locale, names: Names) -> str:
    """Return the styles of a look in plain text: a name, or several with the part of each."""
    if len(names) == 1:
        return names[0][0]
    return " + ".join(f"{name} {percent(locale, round(part, 2))}" for name, part in names)


def described(locale: Locale, wish: Wish, names: Names = ()) -> Html:
    """Return what was wished for in a few words, with the `names` of its styles; nothing for no wish."""
    parts = []
    if names:
        parts.append(f"<b>{escape(styles(locale, names), quote=False)}</b>")
    if wish.strength is not None:
        parts.append(percent(locale, wish.strength))
    if wish.colours is not None:
        parts.append(locale.html("colours-of-painting" if wish.colours == "no" else "colours-of-photo"))
    return Html(", ".join(parts))
