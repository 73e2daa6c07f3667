"""A message to everybody: an admin replies to it with /broadcast, looks at it once more, and says yes."""

from __future__ import annotations

from telegram import Update
from telegram.error import BadRequest

from bot.context import EaselContext
from bot.handlers.admins import for_admins, taps_of_admins
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.storage import broadcasts
from bot.storage.models.admin import Broadcast
from bot.views import broadcasts as views
from bot.views.callback_data import Verb


@for_admins
async def on_broadcast(update: Update, context: EaselContext) -> None:
    """Show the message as everybody would get it, and ask."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        locale, receivers = turn.locale, await broadcasts.count_left(turn.db)
    original = message.reply_to_message
    if original is None:
        await tell(message, views.how_to(locale))
        return
    try:
        await context.bot.copy_message(message.chat_id, original.chat_id, original.message_id)
    except BadRequest:
        await tell(message, views.impossible(locale))
        return
    await tell(message, views.question(locale, receivers), views.choice(locale, original.message_id))


async def _answer(tap: Tap) -> Reaction:
    turn = tap.turn
    said, _, number = tap.press.argument.partition(".")
    if said == views.DROP:
        return Reaction(text=views.dropped(turn.locale))
    if not number.isdecimal():
        raise OutOfDate
    if said == views.SEND:
        broadcast = await broadcasts.begin(turn.db, turn.person.id, tap.message.chat.id, int(number))
        return await _how_far(turn, broadcast)
    found = await broadcasts.get(turn.db, int(number))
    if found is None:
        raise OutOfDate
    if said == views.STOP:
        await broadcasts.finish(turn.db, found.id)
    return await _how_far(turn, found)


async def _how_far(turn: Turn, broadcast: Broadcast) -> Reaction:
    if broadcast.finished_at is not None:
        return Reaction(text=views.done(turn.locale, broadcast))
    left = await broadcasts.count_left(turn.db, broadcast.reached_up_to)
    return Reaction(text=views.under_way(turn.locale, broadcast, left), keyboard=views.controls(turn.locale, broadcast))


TAPS: Answers = {Verb.BROADCAST: taps_of_admins(_answer)}
