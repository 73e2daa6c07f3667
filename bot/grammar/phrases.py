"""Phrases that set something: `strength 40`, `fine strokes`, `levels 3-5`, `2048 px`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.grammar import numbers
from bot.grammar import vocabulary as words
from bot.grammar.names import nearest_words
from bot.grammar.setting import Setting
from bot.grammar.tokens import Kind, Token, Unit
from bot.wish import LEVELS, METHOD_OF_ITERATIONS, METHOD_OF_LEVELS, Wish

# How many small words may stand between a setting and its value: "the strength is at about 40".
_MOST_BETWEEN = 3
_NOTHING = Wish()


@dataclass(frozen=True)
class Phrase:
    """Some tokens in a row, and what they say.

    Attributes:
        length: how many tokens.
        setting: what they are about.
        wish: what they wish for; nothing, if they only name the setting.
        bad: what was said that the setting cannot be.
        nearest: the words most like that, the best first.
        plain: whether nobody says so but to wish for something.
    """

    length: int
    setting: Setting
    wish: Wish = _NOTHING
    bad: str | None = None
    nearest: tuple[str, ...] = ()
    plain: bool = False


def phrase_at(read: Sequence[Token], at: int) -> Phrase | None:
    """Return the phrase that begins at a token: a setting and its value, in either order, or either alone."""
    first = read[at]
    if first.kind is Kind.QUOTED:
        return None
    setting = _setting(first)
    if setting is not None:
        return _after_its_name(read, at, setting)
    return _before_its_name(read, at) or _without_its_name(first)


@dataclass(frozen=True)
class _Value:
    length: int
    wish: Wish


_Reader = Callable[[Sequence[Token], int], _Value | None]


def _method(read: Sequence[Token], at: int) -> _Value | None:
    token = read[at]
    name = token.key if token.key in _METHOD_NAMES else words.METHODS.get(token.key)
    return None if name is None else _Value(1, Wish(method=name))


def _strength(read: Sequence[Token], at: int) -> _Value | None:
    token = read[at]
    found = numbers.strength(token) if token.kind is Kind.NUMERAL else words.STRENGTHS.get(token.key)
    return None if found is None else _Value(1, Wish(strength=found))


def _stroke(read: Sequence[Token], at: int) -> _Value | None:
    token = read[at]
    found = numbers.stroke(token) if token.kind is Kind.NUMERAL else words.STROKES.get(token.key)
    return None if found is None else _Value(1, Wish(stroke=found))


def _size(read: Sequence[Token], at: int) -> _Value | None:
    token = read[at]
    found = numbers.side(token) if token.kind is Kind.NUMERAL else words.SIDES.get(token.key)
    return None if found is None else _Value(1, Wish(side=found))


def _iterations(read: Sequence[Token], at: int) -> _Value | None:
    found = numbers.iterations(read[at]) if read[at].kind is Kind.NUMERAL else None
    return None if found is None else _Value(1, Wish(method=METHOD_OF_ITERATIONS, iterations=found))


def _levels(read: Sequence[Token], at: int) -> _Value | None:
    """Read levels in a row: `3-5`, `1, 3 and 5`, `2 to 4`, `all`, `default`."""
    if read[at].key in words.ALL_LEVELS:
        return _Value(1, Wish(method=METHOD_OF_LEVELS, levels=tuple(LEVELS)))
    if read[at].key in words.USUAL_LEVELS:
        return _Value(1, Wish(method=METHOD_OF_LEVELS, levels=()))
    found = _levels_in(read, at)
    if found is None:
        return None
    end = at + 1
    while (next_ := _levels_in(read, end)) is not None or (
        _is_one_of(read, end, words.JOINING | words.RANGES) and (next_ := _levels_in(read, end + 1)) is not None
    ):
        if read[end].kind is Kind.WORD:
            if read[end].key in words.RANGES:
                lowest, highest = min(*found, *next_), max(*found, *next_)
                next_ = tuple(range(lowest, highest + 1))
            end += 1
        found = tuple(sorted({*found, *next_}))
        end += 1
    return _Value(end - at, Wish(method=METHOD_OF_LEVELS, levels=found))


def _levels_in(read: Sequence[Token], at: int) -> tuple[int, ...] | None:
    numeral = at < len(read) and read[at].kind is Kind.NUMERAL
    return numbers.levels(read[at]) if numeral else None


_READERS: Mapping[Setting, _Reader] = {
    Setting.METHOD: _method,
    Setting.STRENGTH: _strength,
    Setting.STROKE: _stroke,
    Setting.SIZE: _size,
    Setting.ITERATIONS: _iterations,
    Setting.LEVELS: _levels,
}
_METHOD_NAMES = frozenset(words.METHODS.values())


def _after_its_name(read: Sequence[Token], at: int, setting: Setting) -> Phrase:
    value_at = at + 1
    while value_at - at <= _MOST_BETWEEN and _is_one_of(read, value_at, words.SMALL - words.ALL_LEVELS):
        value_at += 1
    value = _value(read, value_at, setting)
    if value is not None:
        plain = _is_plain(read[at], read[value_at])
        return Phrase(value_at + value.length - at, setting, value.wish, plain=plain)
    if value_at < len(read) and setting in _READERS:
        token = read[value_at]
        if token.kind is Kind.NUMERAL:
            return Phrase(value_at + 1 - at, setting, bad=token.said)
        if setting is Setting.METHOD and (nearest := nearest_words(token.said, sorted(_METHOD_NAMES))):
            return Phrase(value_at + 1 - at, setting, bad=token.said, nearest=nearest)
    return Phrase(1, setting)


def _before_its_name(read: Sequence[Token], at: int) -> Phrase | None:
    for name_at in (at + 1, at + 2):
        setting = _setting(read[name_at]) if name_at < len(read) else None
        if setting is None:
            # "All the levels".
            if not _is_one_of(read, name_at, words.ARTICLES):
                break
            continue
        value = _value(read, at, setting)
        if value is None or value.length > 1:
            break
        # "70% strength", but "wave 70%, strength 40".
        if read[at].kind is Kind.NUMERAL and _value(read, name_at + 1, setting) is not None:
            break
        return Phrase(name_at + 1 - at, setting, value.wish, plain=_is_plain(read[name_at], read[at]))
    return None


def _without_its_name(token: Token) -> Phrase | None:
    if numbers.are_sides(token):
        side = numbers.side(token)
        if side is None:
            return Phrase(1, Setting.SIZE, bad=token.said)
        return Phrase(1, Setting.SIZE, Wish(side=side), plain=token.unit is Unit.PIXELS)
    if token.key in _METHOD_NAMES:
        return Phrase(1, Setting.METHOD, Wish(method=token.key), plain=True)
    return None


def _is_plain(name: Token, value: Token) -> bool:
    """Tell whether a setting's name and value are no idiom: "level 5", "300 steps", "in broad strokes", "full size"."""
    in_words = value.kind is Kind.WORD and words.SETTINGS[name.key] is not Setting.METHOD
    return name.key not in words.COUNTED and not in_words


def _value(read: Sequence[Token], at: int, setting: Setting) -> _Value | None:
    reader = _READERS.get(setting)
    there = at < len(read) and read[at].kind is not Kind.QUOTED
    return reader(read, at) if reader is not None and there else None


def _setting(token: Token) -> Setting | None:
    return words.SETTINGS.get(token.key) if token.kind is Kind.WORD else None


def _is_one_of(read: Sequence[Token], at: int, some: frozenset[str]) -> bool:
    return at < len(read) and read[at].kind is Kind.WORD and read[at].key in some
