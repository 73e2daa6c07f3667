"""Inline mode: the pictures that a query is answered with, and the line above them, which is plain text."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineQueryResultCachedPhoto, InlineQueryResultsButton
from telegram.constants import ParseMode

from bot.language import Html, Locale
from bot.storage.models.jobs import Job
from bot.styles import Titled
from bot.views import texts
from bot.views.gallery import capitalised
from bot.views.looks import percent, styles
from bot.views.quoting import short, verbatim
from bot.views.results import named

# What /start is called with by whoever taps the line.
PARAMETER = "inline"


def result(locale: Locale, job: Job, titles: Sequence[Titled]) -> InlineQueryResultCachedPhoto:
    """Return a painting to choose; its caption goes along, but not of a style that is gone."""
    assert job.result_file_id is not None
    look, names = job.look, named(locale, job.look, titles)
    if not all(name for name, _ in names):
        return InlineQueryResultCachedPhoto(job.id, job.result_file_id)
    return InlineQueryResultCachedPhoto(
        job.id,
        job.result_file_id,
        title=f"{capitalised(styles(locale, names))}, {percent(locale, look.strength)}",
        description=", ".join(title.credit for title in titles if title.credit) or None,
        # To those who read it there, a style of the person's own is a style like any other.
        caption=texts.caption(locale, names, look, [title.credit for title in titles], own=False),
        parse_mode=ParseMode.HTML,
    )


def no_photo_yet(locale: Locale) -> InlineQueryResultsButton:
    """Ask for a photo."""
    return _button(locale.text("inline-no-photo"))


def still_painting(locale: Locale) -> InlineQueryResultsButton:
    """Say that nothing is ready yet."""
    return _button(locale.text("inline-painting"))


def not_painted_yet(locale: Locale) -> InlineQueryResultsButton:
    """Say that there is no such painting, and that it is not painted here."""
    return _button(locale.text("inline-not-painted"))


def unknown_style(locale: Locale, words: str) -> InlineQueryResultsButton:
    """Say that no style is called what was written."""
    return _button(locale.text("inline-unknown-style", words=short(words)))


def how_to(locale: Locale, bot: str, example: str) -> Html:
    """Explain it to whoever came by the line; `bot` is the bot's username, `example` the name of a style."""
    return locale.html("inline-how-to", bot=bot, style=verbatim(example))


def _button(text: str) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text, start_parameter=PARAMETER)
