"""Phrases about colours: `keep my colours`, `colours off`, `цвета картины`, `sin mis colores`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grammar import vocabulary as words
from bot.grammar.phrases import Phrase
from bot.grammar.setting import Setting
from bot.grammar.tokens import Kind, Token
from bot.wish import Wish
from engine import KeepColours


def colours_at(read: Sequence[Token], at: int) -> Phrase | None:
    """Return the phrase about colours that begins at a token.

    It is as long as words for colours, and whose they shall be, stand in one part of the text; their order is left to
    the languages.
    """
    end = at
    while end < len(read) and read[end].part == read[at].part and _may_be_among_colours(read[end]):
        end += 1
    while end > at and read[end - 1].key in words.SMALL - words.KEEP - words.NEGATION:
        end -= 1
    said = {token.key for token in read[at:end]}
    names = {word for word in said if words.SETTINGS.get(word) is Setting.COLOURS}
    if not names:
        return None
    whose = _whose(said)
    if whose is None:
        return Phrase(end - at, Setting.COLOURS)
    return Phrase(end - at, Setting.COLOURS, Wish(colours=whose), plain=True)


def _may_be_among_colours(token: Token) -> bool:
    if token.kind is not Kind.WORD:
        return False
    return token.key in words.AMONG_COLOURS or words.SETTINGS.get(token.key) is Setting.COLOURS


def _whose(said: set[str]) -> KeepColours | None:
    if said & words.NEGATION:
        return "luminance" if said & words.PAINTING else "no"
    if said & words.MATCH:
        return "histogram"
    if said & words.BRIGHTNESS:
        return "luminance"
    if said & words.PAINTING:
        return "no"
    return "luminance" if said & words.KEEP else None
