"""The scale from 1 to 10 as buttons."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from bot.storage.scores import HIGHEST, LOWEST
from bot.views.buttons import button, marked
from bot.views.callback_data import Verb

_BESIDE = 5


def scale(verb: Verb, job_id: str = "", prefix: str = "", *, chosen: int | None) -> list[list[InlineKeyboardButton]]:
    """Return two rows of five numbers; each button carries `prefix` and its number, and the `chosen` one is marked."""
    numbers = [
        button(marked(str(score), score == chosen), verb, job_id, f"{prefix}{score}")
        for score in range(LOWEST, HIGHEST + 1)
    ]
    return [numbers[at : at + _BESIDE] for at in range(0, len(numbers), _BESIDE)]
