"""A person's own words and names in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.language import Html, Locale

# What people said is quoted back to them, but not a whole novel.
_MOST_QUOTED = 40


def short(text: str) -> str:
    """Return the text in one line, cut if it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 1]}…"


def verbatim(text: str) -> Html:
    """Return what is to be copied and sent as it stands: without the marks that isolate Arabic, say."""
    return Html(escape(short(text), quote=False))


def either(locale: Locale, names: Iterable[str]) -> Html:
    """Return names as a choice, "iris, wave or owl"; nothing for none."""
    *first, last = [Html(f"<code>{verbatim(name)}</code>") for name in names] or [Html()]
    return locale.html("either", names=Html(", ".join(first)), last=last) if first else last
