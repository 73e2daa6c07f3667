"""The languages that the bot speaks, and which of them a person gets.

What it says stands in `locales/LANGUAGE/*.ftl`, in Project Fluent's syntax (https://projectfluent.org): one file for
each area of the conversation, with plural forms and the formats of numbers left to the language. A new language is a
folder of these and a line in `LOCALES`; its words for a wish (`colores de la foto`) go into `bot.grammar`.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from html import escape
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES_DIR = Path(__file__).parent / "locales"
# FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
_ISOLATE, _POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


class Html(str):
    """Text that is Telegram's HTML already, and so is not escaped once more."""

    __slots__ = ()


Value = str | int | float


class BrokenMessage(LookupError):
    """A message that a language does not have, or that lacks a value which it names; the locale tests find these."""


@dataclass(frozen=True)
class Locale:
    """A language: its code by ISO 639-1, as Telegram writes it, and its name as its speakers write it."""

    code: str
    name: str

    def html(self, message: str, /, **values: Value) -> Html:
        """Return a message in Telegram's HTML, with `values` escaped.

        Raises:
            BrokenMessage: there is none of that name, or a value is missing.
        """
        shown = {
            name: escape(_isolated(value), quote=False)
            if isinstance(value, str) and not isinstance(value, Html)
            else value
            for name, value in values.items()
        }
        return Html(self._formatted(message, shown))

    def text(self, message: str, /, **values: Value) -> str:
        """Return a message as plain text: for buttons, and for what answers a tap.

        Raises:
            BrokenMessage: there is none of that name, or a value is missing.
        """
        shown = {name: _isolated(value) if isinstance(value, str) else value for name, value in values.items()}
        return self._formatted(message, shown)

    def _formatted(self, message: str, values: dict[str, Value]) -> str:
        bundle = _bundle(self.code)
        if not bundle.has_message(message):
            raise BrokenMessage(f"{self.code} has no message {message!r}: write it in {LOCALES_DIR / self.code}")
        pattern = bundle.get_message(message).value
        if pattern is None:
            raise BrokenMessage(f"{message!r} has no text of its own in {self.code}")
        shown, errors = bundle.format_pattern(pattern, {name: _number(value) for name, value in values.items()})
        if errors:
            raise BrokenMessage(f"{message!r} in {self.code}: {errors[0]}")
        return str(shown)


ENGLISH = Locale("en", "English")
RUSSIAN = Locale("ru", "Русский")
SPANISH = Locale("es", "Español")
LOCALES = (ENGLISH, RUSSIAN, SPANISH)
_BY_CODE = {locale.code: locale for locale in LOCALES}


def spoken(code: str | None) -> Locale | None:
    """Return the language of a code such as `ru` or `es-MX`, or None if the bot does not speak it."""
    return _BY_CODE.get((code or "").replace("_", "-").partition("-")[0].lower())


def locale_for(*codes: str | None) -> Locale:
    """Return the first of some languages that the bot speaks: what was chosen, say, then what the app is set to.

    English is for everybody else.
    """
    return next((locale for code in codes if (locale := spoken(code)) is not None), ENGLISH)


@functools.cache
def _bundle(code: str) -> FluentBundle:
    # Fluent would put isolating marks around every value. Nobody sees them where all is written from left to right,
    # but they count for Telegram's limits, go along when a command is copied, and older apps draw them as boxes. So
    # they are put only around what needs them, a name in Arabic say, which would turn the number after it round.
    bundle = FluentBundle([code], use_isolating=False)
    for path in sorted((LOCALES_DIR / code).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    return bundle


def _isolated(text: str) -> str:
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


def _number(value: Value) -> Value:
    # 20.0 has a fraction to the plural rules: in Russian it would be of another kind than 20.
    return int(value) if isinstance(value, float) and value.is_integer() else value
