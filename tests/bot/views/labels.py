"""Keyboards as tests read them: what their buttons say, and what they carry."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.views.callback_data import Press

# What fits on one of so many buttons in a row, in characters: 360 points of a phone's width, less the margins.
ROOM = {1: 24, 2: 18, 3: 12, 4: 9, 5: 6}


def labels(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


def presses(keyboard: InlineKeyboardMarkup) -> dict[str, Press]:
    """What each button carries, by its label; of several with the same, the last."""
    found = {}
    for row in keyboard.inline_keyboard:
        for button in row:
            press = Press.unpack(str(button.callback_data))
            assert press is not None
            found[button.text] = press
    return found
