"""What is said about wishes: how things are set, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from bot.grammar import Setting
from bot.language import Locale
from bot.look import Look
from bot.views import looks
from bot.views.looks import Names
from bot.views.quoting import either, short, verbatim
from engine import levels_of_wct

# Two names of styles, to show in examples.
Examples = tuple[str, str]


def setting_now(locale: Locale, setting: Setting, look: Look, names: Names, examples: Examples) -> str:
    """Say how something is set, and how to change it; `names` are those of the look's styles."""
    match setting:
        case Setting.MIX:
            one, other = map(verbatim, examples)
            return locale.html("mix-now", styles=looks.styles(locale, names), one=one, other=other)
        case Setting.METHOD:
            return locale.html("method-now", method=looks.METHODS[look.method])
        case Setting.STRENGTH:
            return locale.html("strength-now", strength=looks.percent(locale, look.strength))
        case Setting.COLOURS:
            return locale.html("colours-now", colours=looks.colours(locale, look.colours))
        case Setting.STROKE:
            return locale.html("stroke-now", strokes=looks.stroke(locale, look.stroke))
        case Setting.LEVELS:
            return locale.html("levels-now", levels=looks.levels(locale, look.levels), deepest=_deepest())
        case Setting.SIZE:
            return locale.html("size-now", size=looks.side(locale, look.side))
        case Setting.ITERATIONS:
            return locale.html("iterations-now", iterations=looks.iterations(locale, look.iterations))


def bad_value(locale: Locale, setting: Setting, said: str, nearest: Iterable[str], examples: Examples) -> str:
    """Answer what a setting cannot be; `nearest` are the words that may have been meant."""
    said = short(said)
    match setting:
        case Setting.MIX:
            one, other = map(verbatim, examples)
            return locale.html("bad-mix", said=said, one=one, other=other)
        case Setting.METHOD:
            if guesses := either(locale, nearest):
                return locale.html("bad-method-guess", said=said, names=guesses)
            return locale.html("bad-method", said=said)
        case Setting.STRENGTH:
            return locale.html("bad-strength", said=said)
        case Setting.COLOURS:
            return locale.html("bad-colours", said=said)
        case Setting.STROKE:
            return locale.html("bad-stroke", said=said)
        case Setting.LEVELS:
            return locale.html("bad-levels", said=said, deepest=_deepest())
        case Setting.SIZE:
            return locale.html("bad-size", said=said)
        case Setting.ITERATIONS:
            return locale.html("bad-iterations", said=said)


def of_another_method(locale: Locale, setting: Setting, method: str) -> str:
    """Say that only `method` has the setting, and that another was wished for with it."""
    name = looks.METHODS[method]
    if setting is Setting.LEVELS:
        return locale.html("levels-of-method", method=name, deepest=_deepest())
    return locale.html("iterations-of-method", method=name)


def not_by_method(locale: Locale, names: Names, method: str, others: Iterable[str]) -> str:
    """Say that the styles cannot be painted by a method, and by which `others` they can."""
    styles = short(looks.styles(locale, names))
    return locale.html("not-by-method", style=styles, method=looks.METHODS[method], others=either(locale, others))


def unknown_style(locale: Locale, said: str, nearest: Iterable[str], *, could_be_kept: bool = False) -> str:
    """Answer a name that no style has; `could_be_kept` if it may have been meant for a new style."""
    if guesses := either(locale, nearest):
        answer = locale.html("unknown-style-guess", said=short(said), names=guesses)
    else:
        answer = locale.html("unknown-style", said=short(said))
    return f"{answer} {locale.html('unknown-style-keep', said=verbatim(said))}" if could_be_kept else answer


def unclear(locale: Locale, said: str, example: str) -> str:
    """Answer a wish with something in it that makes no sense."""
    return locale.html("unclear", said=short(said), style=verbatim(example))


def not_understood(locale: Locale, example: str) -> str:
    """Answer a text that is no wish at all."""
    return locale.html("not-understood", style=verbatim(example))


def _deepest() -> str:
    return str(max(levels_of_wct()))
