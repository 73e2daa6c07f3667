"""Mixtures: which styles are in a look, and what part of the whole each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.look import Look, Share
from bot.pictures.path import FEWEST, MOST, path

# A part goes up and down in tens of percent, and never so far that a style has no part any more.
_STEP, _LEAST, _WHOLE = 10, 10, 100
_DECIMALS = 4


def is_mixture(look: Look) -> bool:
    """Tell whether a look has as many styles as a strip or film leads through."""
    return FEWEST <= len(look.shares) <= MOST


def added(look: Look, style: str) -> Look:
    """Return the look with one more style, as large a part as an even mixture gives it; the others make room."""
    new = 1 / (len(look.shares) + 1)
    rest = ((one, part * (1 - new)) for one, part in look.portions)
    return _mixed(look, (*rest, (style, new)))


def removed(look: Look, style: str) -> Look:
    """Return the look without a style; the others fill its place."""
    left = replace(look, shares=tuple(share for share in look.shares if share.style != style))
    return _mixed(look, left.portions)


def shifted(look: Look, style: str, steps: int) -> Look:
    """Return the look with the part of a style the next ten percent above (`steps` 1) or below (-1).

    The others keep their proportions. At the last step it stays as it is.
    """
    parts = dict(look.portions)
    percent = round(parts[style] * _WHOLE, 2)
    wanted = (percent // _STEP + 1) * _STEP if steps > 0 else (-(-percent // _STEP) - 1) * _STEP
    if not _LEAST <= wanted <= _WHOLE - _LEAST:
        return look
    scale = (_WHOLE - wanted) / (_WHOLE - percent)
    return _mixed(look, ((one, wanted / _WHOLE if one == style else part * scale) for one, part in parts.items()))


def even(look: Look) -> Look:
    """Return the look with equal parts: what stands for all mixtures of its styles."""
    return replace(look, shares=tuple(Share(style) for style in look.styles))


def stop(look: Look, number: int) -> Look:
    """Return the look at one of the stops of the path through its styles, which count from 1.

    Raises:
        IndexError: there is no such stop.
    """
    if number < 1:
        raise IndexError(number)
    parts = zip(look.styles, path(len(look.shares))[number - 1], strict=True)
    return _mixed(look, ((style, part) for style, part in parts if part))


def _mixed(look: Look, parts: Iterable[tuple[str, float]]) -> Look:
    shares = [Share(style, round(part, _DECIMALS)) for style, part in parts]
    return replace(look, shares=(Share(shares[0].style),) if len(shares) == 1 else tuple(shares))
