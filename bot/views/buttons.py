"""One button: what all keyboards are made of."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from bot.language import Locale
from bot.views.callback_data import Press, Verb


def button(label: str, verb: Verb, job_id: str = "", argument: str = "") -> InlineKeyboardButton:
    """Return a button that comes back as a press; see `Press`."""
    return InlineKeyboardButton(label, callback_data=Press(verb, job_id, argument).pack())


def marked(label: str, chosen: bool) -> str:
    """Return the label, with a mark if it is what is chosen."""
    return f"• {label} •" if chosen else label


def briefly_marked(label: str, chosen: bool) -> str:
    """Return the same in less room: five buttons beside one another hold five letters each."""
    return f"•{label}" if chosen else label


def percent(locale: Locale, percent: float) -> str:
    """Return a strength from 0 to 100 as it stands on a button."""
    return locale.text("button-strength", percent=percent)
