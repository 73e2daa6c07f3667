"""What is kept of a person: /privacy says it, /forget deletes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from telegram import Bot, Update

from bot.context import EaselContext
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import turn_of
from bot.intake import KEPT_FOR
from bot.storage import forgetting
from bot.views import privacy as views
from bot.views.callback_data import Verb

# Messages that Telegram deletes by one call.
_MOST_AT_ONCE = 100


async def show(update: Update, context: EaselContext) -> None:
    """Say what is kept and what is not."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = views.privacy(
            turn.locale,
            keeps_inline_pictures=context.settings.storage_chat is not None,
            keeps_files=context.settings.telegram_files is not None,
            days=KEPT_FOR.days,
        )
    await tell(update.message, text)


async def ask(update: Update, context: EaselContext) -> None:
    """Ask whether everything is to be deleted."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        kept = await forgetting.kept(turn.db, turn.person.id)
        text, choice = views.forget_question(turn.locale, kept), views.forget_choice(turn.locale, turn.person.id)
    await tell(update.message, text, choice)


async def _answer(tap: Tap) -> Reaction:
    turn = tap.turn
    said, _, whose = tap.press.argument.partition(".")
    if said not in (views.FORGET, views.KEEP):
        raise OutOfDate
    if whose != str(turn.person.id):
        return Reaction(views.not_your_question(turn.locale), alert=True)
    if said == views.KEEP:
        return Reaction(text=views.kept_as_it_is(turn.locale))
    loose = await forgetting.loose_messages(turn.db, turn.person.id)
    kept, shut_out = await forgetting.kept(turn.db, turn.person.id), turn.stored.banned_at is not None
    await forgetting.forget(turn.db, turn.person.id, asked_by_update=turn.context.update_id)
    if turn.context.user_data is not None:
        turn.context.user_data.clear()
    text = views.forgotten(turn.locale, kept, shut_out=shut_out)
    return Reaction(views.forgotten_notice(turn.locale), text=text, then=partial(_remove, turn.context.bot, loose))


async def _remove(bot: Bot, messages: Mapping[int, Sequence[int]]) -> None:
    for chat_id, ids in messages.items():
        for start in range(0, len(ids), _MOST_AT_ONCE):
            await courtesy(bot.delete_messages(chat_id, ids[start : start + _MOST_AT_ONCE]))


TAPS: Answers = {Verb.FORGET: _answer}
