"""Looks in words: under paintings, and repeated back to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.language import Html, Locale
from bot.look import Look
from bot.strokes import BROAD, FINE, NORMAL
from bot.wish import Wish
from engine import KeepColours, levels_of_wct, usual_levels

Names = Sequence[tuple[str, float]]

# By the names that papers gave them, in every language.
METHODS = {"adain": "AdaIN", "wct": "WCT", "vae": "VAE", "gatys": "Gatys"}


def percent(locale: Locale, strength: float) -> str:
    """Return a strength in [0, 1] as people write it: `70%`, in Russian and Spanish `70 %`."""
    return locale.text("strength", strength=strength)


def styles(locale: Locale, names: Names) -> str:
    """Return the styles of a look in plain text: a name, or several with the part of each."""
    if len(names) == 1:
        return names[0][0]
    return " + ".join(f"{name} {percent(locale, round(part, 2))}" for name, part in names)


def colours(locale: Locale, whose: KeepColours) -> Html:
    """Return whose colours a look has."""
    match whose:
        case "no":
            return locale.html("colours-of-painting")
        case "luminance":
            return locale.html("colours-of-photo")
        case "histogram":
            return locale.html("colours-matched")


def stroke(locale: Locale, size: float) -> Html:
    """Return the size of a look's strokes."""
    if size == FINE:
        return locale.html("strokes-fine")
    if size == NORMAL:
        return locale.html("strokes-normal")
    if size == BROAD:
        return locale.html("strokes-broad")
    return locale.html("strokes-other", size=size)


def levels(locale: Locale, some: Sequence[int] | None) -> Html:
    """Return which levels of WCT a look has; none at all stands for the usual ones."""
    some = some or usual_levels(levels_of_wct())
    return locale.html("levels-some", levels=", ".join(_ranges(some)), count=len(some))


def side(locale: Locale, pixels: int | None) -> Html:
    """Return the longer side of a look's results."""
    return locale.html("size-pixels", pixels=str(pixels)) if pixels else locale.html("size-full")


def iterations(locale: Locale, count: int | None) -> Html:
    """Return in how many steps a look is painted."""
    return locale.html("iterations-as-needed") if count is None else locale.html("iterations-some", count=count)


def described(locale: Locale, wish: Wish, names: Names = ()) -> Html:
    """Return what was wished for in a few words, with the `names` of its styles; nothing for no wish."""
    return Html(", ".join(_parts(locale, wish, names)))


def of_look(locale: Locale, look: Look, names: Names) -> Html:
    """Return a look in a few words: its styles, its strength, and whatever is not as usual."""
    return described(locale, Wish.about(look), names)


def _parts(locale: Locale, wish: Wish, names: Names) -> Iterator[Html]:
    if names:
        yield Html(f"<b>{escape(styles(locale, names), quote=False)}</b>")
    if wish.strength is not None:
        yield Html(percent(locale, wish.strength))
    if wish.method is not None:
        yield locale.html("by-method", method=METHODS[wish.method])
    if wish.levels is not None:
        yield levels(locale, wish.levels)
    if wish.iterations is not None:
        yield iterations(locale, wish.iterations)
    if wish.colours is not None:
        yield colours(locale, wish.colours)
    if wish.stroke is not None:
        yield stroke(locale, wish.stroke)
    if wish.side is not None:
        yield side(locale, wish.side)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Yield numbers in ascending order, three or more in a row as the first and the last."""
    rest = sorted(numbers)
    while rest:
        length = next((at for at in range(1, len(rest)) if rest[at] != rest[0] + at), len(rest))
        if length > 2:
            yield f"{rest[0]}–{rest[length - 1]}"
        else:
            yield from map(str, rest[:length])
        rest = rest[length:]
