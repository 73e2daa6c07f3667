"""What a person may write to wish for something: `iris 70%`, `/mix wave:60 iris:40`, `keep colours`, `levels 3-5`.

One grammar for captions, replies, messages and the arguments of commands. A wish is any of a style's name or a mixture
of several, a strength, and other settings by their names, in any order, with or without commas and small words, and in
any language that the bot speaks, whichever is chosen: `iris 70 процентов, цвета фото`, `iris con mis colores`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.grammar.errors import BadValue, NotByMethod, NoValue, OfAnotherMethod, Unclear, UnknownStyle, WishError
from bot.grammar.judging import judge
from bot.grammar.reading import read
from bot.grammar.setting import Setting
from bot.grammar.tokens import fold
from bot.grammar.vocabulary import SETTINGS
from bot.styles import KnownStyle
from bot.wish import Wish

__all__ = [
    "COMMANDS",
    "BadValue",
    "NoValue",
    "NotByMethod",
    "OfAnotherMethod",
    "Setting",
    "Unclear",
    "UnknownStyle",
    "WishError",
    "fold",
    "parse",
    "parse_caption",
]

# The settings' names that can be commands: of Telegram's those have only Latin letters.
COMMANDS = frozenset(name for name in SETTINGS if name.isascii())


def parse(text: str, styles: Sequence[KnownStyle]) -> Wish:
    """Read a wish; one that says nothing (of an empty text, say) is false.

    A number with a percent sign or above 1 is a percentage, another one a fraction: `70`, `70%`, `0.7` and `0,7` are
    the same strength, and so are `1` and `100`. Beside several styles numbers are their weights, which need not add
    up; one more, before or after all of them, is the strength.

    Raises:
        UnknownStyle, BadValue, NoValue, OfAnotherMethod, Unclear: what the classes say.
    """
    return judge(read(text, styles))


def parse_caption(text: str, styles: Sequence[KnownStyle]) -> Wish:
    """Read the caption of a photo: as `parse`, but what may just as well be a remark about the photo says nothing.

    "By the wave" and "rain and stars" are remarks, although there are styles of these names; `wave`, `rain + stars` and
    `the wave, 70%` are wishes.

    Raises:
        WishError: as `parse`, but only for what was surely meant as a wish.
    """
    reading = read(text, styles)
    try:
        wish = judge(reading)
    except WishError as error:
        if error.meant:
            raise
        return Wish()
    return wish if reading.plain or reading.is_a_name else Wish()
