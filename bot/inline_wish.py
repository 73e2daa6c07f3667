"""What an inline query asks for: the words after the bot's name, read by the one grammar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot import grammar
from bot.grammar import UnknownStyle, WishError
from bot.jobs.sizes import PHOTO_SIDE, quick
from bot.look import Look
from bot.methods import paintable
from bot.styles import KnownStyle, sample_seed, suggested_style
from engine import Gallery

# So many letters of a name are worth a painting; by one alone only earlier ones are found.
_FEWEST_LETTERS = 2


@dataclass(frozen=True)
class InlineWish:
    """What to offer.

    Attributes:
        looks: in which to offer the last photo, the best first.
        styles: an earlier painting is offered if it has all styles of one of these.
        is_open: whether nothing was asked for by name, so that the looks are but suggestions.
    """

    looks: tuple[Look, ...]
    styles: tuple[frozenset[str], ...]
    is_open: bool = False

    def fits(self, look: Look) -> bool:
        """Tell whether an earlier painting in this look is offered."""
        return any(styles.issubset(look.styles) for styles in self.styles)


def read(words: str, look: Look, styles: Sequence[KnownStyle], gallery: Gallery) -> InlineWish:
    """Read an inline query.

    No words ask for anything. Words that are no wish, half a name say, ask for the styles that they begin.

    Args:
        words: as they were written.
        look: how the person's last photo was painted; a wish changes it.
        styles: what the person can name.
        gallery: knows which methods paint in what.
    """
    # The answer is a photo, and somebody waits for it.
    look = replace(_with_known_styles(look, styles, gallery), method=quick(look.method), side=None)
    if not words.strip():
        return InlineWish(_in_styles(look, _after(look, styles), gallery), (frozenset(),), is_open=True)
    try:
        wish = grammar.parse(words, styles)
    except UnknownStyle as error:
        return _for_names(error, look, styles, gallery)
    except WishError as error:
        wish = error.understood
        if not wish.shares:
            return _for_prefix(words, look, styles, gallery)
    if not wish:
        return _for_prefix(words, look, styles, gallery)
    wished = paintable(wish.onto(look), gallery)
    if wished.side is not None and wished.side > PHOTO_SIDE:
        wished = replace(wished, side=None)
    return InlineWish((wished,), (frozenset(wished.styles),))


def _with_known_styles(look: Look, styles: Sequence[KnownStyle], gallery: Gallery) -> Look:
    """Return the look, in a suggested style where it has none (any more)."""
    known = {style.reference for style in styles}
    if look.shares and all(style in known or sample_seed(style) is not None for style in look.styles):
        return look
    return look.in_style(suggested_style(gallery))


def _for_names(error: UnknownStyle, look: Look, styles: Sequence[KnownStyle], gallery: Gallery) -> InlineWish:
    look = error.understood.onto(look)
    begun = _for_prefix(error.said, look, styles, gallery)
    if begun.styles or not error.slip:
        return begun
    return _for_styles([style for style in styles if style.name == error.nearest[0]], look, gallery)


def _for_prefix(said: str, look: Look, styles: Sequence[KnownStyle], gallery: Gallery) -> InlineWish:
    wanted = grammar.fold(said).split()
    if not wanted:
        return InlineWish((), ())
    called = [style for style in styles if _begin(wanted, style.name)]
    found = called or [style for style in styles if _begin(wanted, style.name, *style.aliases, *style.related)]
    wish = _for_styles(found, look, gallery)
    return wish if sum(map(len, wanted)) >= _FEWEST_LETTERS else replace(wish, looks=())


def _for_styles(styles: Sequence[KnownStyle], look: Look, gallery: Gallery) -> InlineWish:
    return InlineWish(_in_styles(look, styles, gallery), tuple(frozenset((style.reference,)) for style in styles))


def _begin(wanted: Iterable[str], *names: str) -> bool:
    """Tell whether each of some words is the beginning of a word of the names."""
    words = grammar.fold(" ".join(names)).split()
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _in_styles(look: Look, styles: Iterable[KnownStyle], gallery: Gallery) -> tuple[Look, ...]:
    return tuple(paintable(look.in_style(style.reference), gallery) for style in styles)


def _after(look: Look, styles: Sequence[KnownStyle]) -> Sequence[KnownStyle]:
    """Return the styles in the order in which the buttons under a painting go through them."""
    here = next((place + 1 for place, style in enumerate(styles) if style.reference == look.style), 0)
    return (*styles[here:], *styles[:here])
