"""Taps on buttons.

The job row behind a button holds the photo and how it was painted, so a button works for as long as the row is
there, whatever was restarted in between. Everything happens in the message that was tapped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from telegram import CallbackQuery, InputMediaPhoto, Message, Update
from telegram.constants import ParseMode

from bot.context import EaselContext
from bot.handlers import (
    admin,
    broadcasts,
    cancelling,
    gallery,
    languages,
    mixing,
    more,
    own_styles,
    presets,
    privacy,
    quiz,
    ratings,
    results,
    stats,
    surprises,
    survey,
    swapping,
)
from bot.handlers.repairs import repaired
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible, out_of_date
from bot.handlers.telling import courtesy, show_painting
from bot.handlers.turn import Turn, locale_of, turn_of
from bot.storage import jobs
from bot.views import texts
from bot.views.callback_data import Press

_ALL = (
    results.TAPS,
    cancelling.TAPS,
    more.TAPS,
    gallery.TAPS,
    mixing.TAPS,
    surprises.TAPS,
    swapping.TAPS,
    own_styles.TAPS,
    presets.TAPS,
    languages.TAPS,
    privacy.TAPS,
    admin.TAPS,
    broadcasts.TAPS,
    ratings.TAPS,
    survey.TAPS,
    quiz.TAPS,
    stats.TAPS,
)
ANSWERS: Answers = {verb: answer for taps in _ALL for verb, answer in taps.items()}
assert len(ANSWERS) == sum(map(len, _ALL)), "two features answer the same button"


async def on_press(update: Update, context: EaselContext) -> None:
    """Do what the button says."""
    query = update.callback_query
    assert query is not None
    press = Press.unpack(query.data or "")
    if query.message is None:
        reaction = Reaction(texts.button_out_of_date(await locale_of(update, context)), alert=True)
    else:
        async with turn_of(update, context) as turn:
            reaction = out_of_date(turn) if press is None else await _react(turn, press, query)
    await _show(query, reaction)
    if reaction.then is not None:
        await reaction.then()


async def _react(turn: Turn, press: Press, query: CallbackQuery) -> Reaction:
    assert query.message is not None
    job = None
    if press.job_id:
        job = await jobs.get(turn.db, press.job_id)
        if job is None:
            return Reaction(texts.picture_forgotten(turn.locale), alert=True)
        if job.user_id != turn.person.id:
            return Reaction(texts.not_your_picture(turn.locale), alert=True)
    tap, answer = Tap(turn, press, query.message, job), ANSWERS.get(press.verb)
    try:
        return out_of_date(turn) if answer is None else await answer(tap)
    except OutOfDate:
        return await repaired(tap)


async def _show(query: CallbackQuery, reaction: Reaction) -> None:
    """Answer the tap, and change the message, at the same time; what the tap asked for is safe already."""
    calls = [courtesy(query.answer(reaction.notice or None, show_alert=reaction.alert))]
    message = query.message
    if message is not None and is_visible(message):
        change = _change(message, reaction)
        if change is not None:
            calls.append(courtesy(change))
        if reaction.sends:
            calls.append(show_painting(message))
    await asyncio.gather(*calls)


def _change(message: Message, reaction: Reaction) -> Awaitable[object] | None:
    """Return the one call that makes the message what the reaction says; None if there is nothing to change."""
    text, keyboard = reaction.text, reaction.keyboard
    if reaction.file_id is not None:
        media = InputMediaPhoto(reaction.file_id, text, ParseMode.HTML)
        return message.edit_media(media, reply_markup=keyboard)
    if text is not None and message.text is None:
        return message.edit_caption(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
    if text is not None:
        return message.edit_text(text, ParseMode.HTML, reply_markup=keyboard)
    if keyboard is not None and keyboard != message.reply_markup:
        return message.edit_reply_markup(keyboard)
    return None
