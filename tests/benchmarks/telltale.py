"""Photos that tell whose they are: what the stand-in engine makes of one still tells whose it was, and which."""

from __future__ import annotations

import io

from PIL import Image

from tests.stand_in_engine import MARK

# So many chats can be told apart, and so many photos in each.
MOST = 343
_LEVELS = 7
_DARKEST = 28
# JPEG, and a film, change a colour by less than half of this.
_STEP = 33
# By how much a colour may differ from what it was.
_TOLERANCE = 12

Colour = tuple[int, int, int]


def photo(chat: int, number: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return photo `number` of a chat, both from 0 and below `MOST`, as a JPEG: a colour for each, side by side."""
    width, height = size
    image = Image.new("RGB", size, _colour(chat))
    image.paste(_colour(number), (width // 2, 0, width, height))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def read(painting: Image.Image) -> tuple[int, int] | None:
    """Return the chat and the number of the photo that was painted, upside down; None if it is none of ours."""
    row = painting.height // 2
    chat = _number(painting.getpixel((painting.width * 3 // 4, row)))
    number = _number(painting.getpixel((painting.width // 4, row)))
    return None if chat is None or number is None else (chat, number)


def has_mark(painting: Image.Image, mark: Colour) -> bool:
    """Tell whether a painting has this mark of the stand-in engine."""
    found = painting.getpixel((MARK // 2, MARK // 2))
    assert isinstance(found, tuple)
    return max(abs(int(a) - b) for a, b in zip(found, mark, strict=True)) <= _TOLERANCE


def _colour(number: int) -> Colour:
    assert 0 <= number < MOST, number
    red, rest = divmod(number, _LEVELS * _LEVELS)
    green, blue = divmod(rest, _LEVELS)
    return _DARKEST + _STEP * red, _DARKEST + _STEP * green, _DARKEST + _STEP * blue


def _number(colour: object) -> int | None:
    assert isinstance(colour, tuple)
    number = 0
    for value in colour:
        level = round((value - _DARKEST) / _STEP)
        if not 0 <= level < _LEVELS or abs(value - _DARKEST - level * _STEP) > _TOLERANCE:
            return None
        number = number * _LEVELS + level
    return number
