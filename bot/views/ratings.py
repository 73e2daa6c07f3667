"""Rating a painting: the scale in the place of its buttons, and thanks."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.language import Locale
from bot.storage.models.jobs import Job
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.scale import scale


def choice(locale: Locale, job: Job, score: int | None) -> InlineKeyboardMarkup:
    """Return the scale, with the `score` marked that the painting has, and the way back."""
    back = button(locale.text("button-back"), Verb.MORE, job.id)
    return InlineKeyboardMarkup([*scale(Verb.RATINGS, job.id, chosen=score), [back]])


def question(locale: Locale) -> str:
    """Say what the numbers mean."""
    return locale.text("rating-question")


def thanks(locale: Locale, score: int) -> str:
    """Thank for a score."""
    return locale.text("rating-thanks", score=score)


def nothing_to_rate(locale: Locale) -> str:
    """Say that there is no painting yet."""
    return locale.text("rating-too-early")
