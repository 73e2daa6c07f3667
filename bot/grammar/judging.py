"""Judging a text that was read as a whole: the wish that it is, or what is wrong with it and what was understood."""

from __future__ import annotations

from dataclasses import replace

from bot.grammar.errors import BadValue, NoValue, OfAnotherMethod, Unclear, UnknownStyle, WishError
from bot.grammar.mixing import MOST_STYLES
from bot.grammar.reading import Reading
from bot.grammar.setting import Setting
from bot.grammar.tokens import Kind
from bot.wish import METHOD_OF_ITERATIONS, METHOD_OF_LEVELS, Wish

# A caption that only ends in "70%" is a wish as long as what stands before could be a name.
_MOST_WORDS_OF_A_NAME = 3


def judge(reading: Reading) -> Wish:
    """Return what a text wishes for.

    Raises:
        WishError: it is no wish, or not one that can be met.
    """
    if reading.bad_mixture is not None:
        raise _bad_mix(reading, reading.bad_mixture)
    if reading.unknown:
        raise _about_unknown_words(reading)
    if reading.bad is not None:
        raise _about_bad_phrase(reading)
    if reading.bad_strength is not None:
        meant = Setting.STRENGTH in reading.named or reading.is_exact or bool(reading.mixture.styles)
        raise BadValue(Setting.STRENGTH, reading.bad_strength.said, reading.found, meant=meant)
    if reading.rest:
        raise Unclear(reading.rest[0].said, reading.found, meant=reading.is_exact)
    _require_mixture(reading)
    _require_one_method(reading)
    if valueless := _valueless(reading):
        raise NoValue(valueless[0], reading.found)
    return reading.found


def _require_mixture(reading: Reading) -> None:
    styles = reading.mixture.styles
    too_few = Setting.MIX in reading.named and len(styles) == 1
    if too_few or len(styles) > MOST_STYLES:
        raise _bad_mix(reading, ", ".join(style.name for style in styles))


def _require_one_method(reading: Reading) -> None:
    found = reading.found
    for setting, value, method in (
        (Setting.LEVELS, found.levels, METHOD_OF_LEVELS),
        (Setting.ITERATIONS, found.iterations, METHOD_OF_ITERATIONS),
    ):
        if value is not None and {found.method, *reading.methods} != {method}:
            raise OfAnotherMethod(setting, method, found)


def _valueless(reading: Reading) -> list[Setting]:
    """Return the settings that were named, but without what they shall be."""
    found = reading.found
    values = {
        Setting.MIX: found.shares,
        Setting.METHOD: found.method,
        Setting.STRENGTH: found.strength,
        Setting.COLOURS: found.colours,
        Setting.STROKE: found.stroke,
        Setting.LEVELS: found.levels,
        Setting.SIZE: found.side,
        Setting.ITERATIONS: found.iterations,
    }
    return [setting for setting in reading.named if values[setting] is None]


def _bad_mix(reading: Reading, said: str) -> BadValue:
    meant = reading.plain or reading.begins_as_a_mix
    return BadValue(Setting.MIX, said, replace(reading.found, shares=None), meant=meant)


def _about_bad_phrase(reading: Reading) -> BadValue:
    phrase = reading.bad
    assert phrase is not None
    assert phrase.bad is not None
    meant = reading.plain or phrase.setting is Setting.STRENGTH or bool(phrase.nearest)
    return BadValue(phrase.setting, phrase.bad, reading.found, meant=meant, nearest=phrase.nearest)


def _about_unknown_words(reading: Reading) -> WishError:
    said, found = reading.said(reading.unknown), reading.found
    valueless = next((setting for setting in _valueless(reading) if setting is not Setting.MIX), None)
    if valueless is not None:
        return BadValue(valueless, said, found, meant=valueless is Setting.STRENGTH)
    nearest, slip = reading.names.nearest(said)
    if not slip and reading.is_mixed:
        said, nearest, slip = _unknown_name(reading)
    if reading.mixture.styles and not slip and not reading.is_joined(reading.unknown[0]):
        # After a name the next thing to say is how strong.
        last = reading.unknown[-1] == len(reading.tokens) - 1
        if found.strength is None and not reading.mixture.numerals and last:
            return BadValue(Setting.STRENGTH, said, found, meant=False)
        return Unclear(said, found)
    meant = _is_meant_as_a_name(reading, slip)
    return UnknownStyle(said, nearest, replace(found, shares=None), slip=slip, meant=meant)


def _unknown_name(reading: Reading) -> tuple[str, tuple[str, ...], bool]:
    """Return the first name that is but a slip, or else the first of all, with what `Names.nearest` says of it."""
    found = [(name, *reading.names.nearest(name)) for name in reading.unknown_names()]
    return next((one for one in found if one[2]), found[0])


def _is_meant_as_a_name(reading: Reading, slip: bool) -> bool:
    if Setting.STRENGTH in reading.named:
        return True
    short = reading.tokens[-1].kind is Kind.NUMERAL and len(reading.unknown) <= _MOST_WORDS_OF_A_NAME
    return (reading.is_exact and (slip or short)) or (slip and Setting.MIX in reading.named)
