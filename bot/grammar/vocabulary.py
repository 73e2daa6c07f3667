"""The words of wishes, of all languages at once: a person may write in any of them, whichever is chosen.

Each language has a module of its own; here they come together, folded as texts are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.grammar import english, russian, spanish
from bot.grammar.language_words import ColourWords, LanguageWords
from bot.grammar.setting import Setting

_Value = TypeVar("_Value")
_LANGUAGES = (english.WORDS, russian.WORDS, spanish.WORDS)


def folded(text: str) -> str:
    """Return a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold().strip()


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _words(of: Callable[[LanguageWords], str]) -> frozenset[str]:
    return frozenset(folded(word) for language in _LANGUAGES for word in _split(of(language)))


def _as_written(of: Callable[[LanguageWords], str]) -> frozenset[str]:
    return _words(of) | {word for language in _LANGUAGES for word in _split(of(language))}


def _values(of: Callable[[LanguageWords], Mapping[_Value, str]]) -> Mapping[str, _Value]:
    return {folded(word): value for one in _LANGUAGES for value, words in of(one).items() for word in _split(words)}


def _colours(of: Callable[[ColourWords], str]) -> frozenset[str]:
    return _words(lambda language: of(language.colours))


ARTICLES = _words(lambda language: language.articles)
JOINING = _words(lambda language: language.joining)
SMALL = _words(lambda language: language.small) | ARTICLES | JOINING
RANGES = _words(lambda language: language.ranges)
# As written, too: these are looked for in the text itself.
PERCENT = _as_written(lambda language: language.percent)
PIXELS = _as_written(lambda language: language.pixels)

SETTINGS: Mapping[str, Setting] = _values(lambda language: language.settings)
COUNTED = _words(lambda language: language.counted)
METHODS: Mapping[str, str] = _values(lambda language: language.methods)
STRENGTHS: Mapping[str, float] = _values(lambda language: language.strengths)
STROKES: Mapping[str, float] = _values(lambda language: language.strokes)
SIDES: Mapping[str, int] = _values(lambda language: language.sides)
ALL_LEVELS = _words(lambda language: language.all_levels)
USUAL_LEVELS = _words(lambda language: language.usual_levels)

KEEP = _colours(lambda colours: colours.keep)
PAINTING = _colours(lambda colours: colours.painting)
MATCH = _colours(lambda colours: colours.match)
BRIGHTNESS = _colours(lambda colours: colours.brightness)
NEGATION = _colours(lambda colours: colours.negation)
AMONG_COLOURS = _colours(lambda colours: colours.between) | KEEP | PAINTING | MATCH | BRIGHTNESS | NEGATION
