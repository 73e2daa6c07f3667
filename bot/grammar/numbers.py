"""What numerals say, for each setting; None where they say nothing that can be."""

from __future__ import annotations

import re

from bot.grammar.tokens import Token, Unit
from bot.wish import FEWEST_ITERATIONS, LARGEST_SIDE, LEVELS, MOST_ITERATIONS, SMALLEST_SIDE

_ONE = re.compile(r"-?(?:\d+(?:[.,]\d+)?|\.\d+)")
_BETWEEN_WEIGHTS = re.compile(r"\s?[-:/]\s?")
_BETWEEN_SIDES = re.compile(r"\s?[x×х]\s?", re.IGNORECASE)
_RANGE = re.compile(r"(?P<first>\d)(?:\s?-\s?|\.{2,3})(?P<last>\d)")
_BETWEEN_LEVELS = re.compile(r"[,/:]")
_HEAVIEST = 1_000_000
_HIGHEST_COUNT = 9
_FINEST, _BROADEST = 0.25, 2.0


def number(token: Token) -> float | None:
    """Return the one number that a numeral is."""
    return float(token.numeral.replace(",", ".")) if _ONE.fullmatch(token.numeral) else None


def is_exact(token: Token) -> bool:
    """Tell whether a numeral has a percent sign or is a fraction: years, ages and scores are neither."""
    return token.unit is Unit.PERCENT or (number(token) is not None and not token.numeral.lstrip("-").isdigit())


def is_surely_strength(token: Token) -> bool:
    """Tell whether a number that nobody named is a strength: "castle 2" and "we are 5" only count something."""
    value = number(token)
    return is_exact(token) or (value is not None and value > _HIGHEST_COUNT)


def strength(token: Token) -> float | None:
    """Return a strength from 0 to 1: `70`, `70%` and `0.7` are the same, and so are `100` and `1`."""
    value = number(token)
    if value is None or token.unit is Unit.PIXELS:
        return None
    # "70" and "70.5" can only be percentages; "1.5" is a fraction gone wrong, not one and a half per cent.
    fraction = abs(value) <= 1 if token.numeral.lstrip("-").isdigit() else abs(value) < 10
    if token.unit is Unit.PERCENT or not fraction:
        value /= 100
    return round(value, 4) if 0 <= value <= 1 else None


def weight(token: Token) -> float | None:
    """Return a style's weight in a mixture, relative to the others', 0 for none of it."""
    value = number(token)
    return value if value is not None and token.unit is not Unit.PIXELS and 0 <= value <= _HEAVIEST else None


def weights(token: Token) -> tuple[float, ...]:
    """Return the weights of all styles in one, as in `60/40`."""
    parts = _BETWEEN_WEIGHTS.split(token.numeral)
    return tuple(float(part) for part in parts if part.isdigit() and float(part) <= _HEAVIEST)


def stroke(token: Token) -> float | None:
    """Return a size of strokes, relative to the usual one."""
    value = number(token)
    if value is None or token.unit is Unit.PIXELS:
        return None
    value = value / 100 if token.unit is Unit.PERCENT else value
    return round(value, 4) if _FINEST <= value <= _BROADEST else None


def are_sides(token: Token) -> bool:
    """Tell whether a numeral is in pixels, or width and height: then it is a size and nothing else."""
    return token.unit is Unit.PIXELS or len(_BETWEEN_SIDES.split(token.numeral)) == 2


def side(token: Token) -> int | None:
    """Return the longer side of a picture in pixels."""
    sides = _BETWEEN_SIDES.split(token.numeral)
    if token.unit is Unit.PERCENT or not all(one.isdigit() for one in sides):
        return None
    longer = max(float(one) for one in sides)
    return int(longer) if SMALLEST_SIDE <= longer <= LARGEST_SIDE else None


def iterations(token: Token) -> int | None:
    """Return how many iterations."""
    value = number(token)
    whole = value is not None and token.unit is Unit.NONE and token.numeral.isdigit()
    return int(value) if value is not None and whole and FEWEST_ITERATIONS <= value <= MOST_ITERATIONS else None


def levels(token: Token) -> tuple[int, ...] | None:
    """Return levels of WCT: one, a range as in `3-5`, or several as in `1,3,5`."""
    if token.unit is not Unit.NONE:
        return None
    found: set[int] = set()
    for piece in _BETWEEN_LEVELS.split(token.numeral):
        ends = _RANGE.fullmatch(piece)
        if ends is not None:
            first, last = sorted((int(ends["first"]), int(ends["last"])))
            found.update(range(first, last + 1))
        elif len(piece) == 1 and piece.isdigit():
            found.add(int(piece))
        else:
            return None
    return tuple(sorted(found)) if found <= set(LEVELS) else None
