"""/stats: what everybody thinks, page by page in one message; admins get it as files, too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from telegram import InlineKeyboardMarkup, InputMediaDocument, Update

from bot.context import EaselContext
from bot.exports import Table, tables
from bot.handlers.admins import taps_of_admins
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.language import Html
from bot.opinions import opinions
from bot.views import stats as views
from bot.views.callback_data import Verb
from bot.views.stats import Page


async def on_stats(update: Update, context: EaselContext) -> None:
    """Show the first page."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        text, keyboard = await _page(turn, Page.METHODS)
    await tell(message, text, keyboard)


async def _answer(tap: Tap) -> Reaction:
    if tap.press.argument == views.EXPORT:
        return await _export(tap)
    if tap.press.argument not in set(Page):
        raise OutOfDate
    text, keyboard = await _page(tap.turn, Page(tap.press.argument))
    return Reaction(text=text, keyboard=keyboard)


async def _page(turn: Turn, page: Page) -> tuple[Html, InlineKeyboardMarkup]:
    text = views.page(turn.locale, page, await opinions(turn.db))
    return text, views.pages(turn.locale, page, export=_may_export(turn))


@taps_of_admins
async def _export(tap: Tap) -> Reaction:
    turn = tap.turn
    if not _may_export(turn):
        raise OutOfDate
    files = await tables(turn.db, turn.context.settings.token)
    return Reaction(views.sending_files(turn.locale), then=partial(_send, turn, files))


async def _send(turn: Turn, files: Sequence[Table]) -> None:
    media = [InputMediaDocument(file.content, filename=file.name) for file in files]
    await turn.context.bot.send_media_group(turn.chat.id, media)


def _may_export(turn: Turn) -> bool:
    """Tell whether the files are for this person, and nobody reads along."""
    return not turn.in_group and turn.person.id in turn.context.settings.admins


TAPS: Answers = {Verb.STATS: _answer}
