"""Albums: what is said of them, and the button for two that were sent in the wrong order."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from bot.language import Html, Locale
from bot.storage.models.jobs import Job
from bot.views.buttons import button
from bot.views.callback_data import Verb


def some_painted(locale: Locale, painted: int, whole: int) -> Html:
    """Say how many pictures of an album are painted, of how many."""
    return locale.html("album-some-painted", painted=painted, whole=whole)


def left_out(locale: Locale, number: int, reason: str) -> Html:
    """Say which picture of an album is not painted, and why; `reason` is a sentence in HTML."""
    return locale.html("album-left-out", number=number, reason=Html(reason))


def swap(locale: Locale, job: Job) -> tuple[InlineKeyboardButton]:
    """Return the button that makes the photo the style, and the painting the photo."""
    return (button(locale.text("button-swap"), Verb.SWAP, job.id),)


def swapped(locale: Locale) -> str:
    """Say, in answer to a tap, that the two are taken the other way round."""
    return locale.text("album-swapped")
