"""People whom an admin has shut out: they get no answer, except about what is kept of them."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.context import EaselContext
from bot.handlers.speech import speech_of
from bot.handlers.telling import courtesy
from bot.views.callback_data import Press, Verb

# What is kept of a person is theirs to know and to delete, whoever they are.
_STILL_ANSWERED = frozenset(("privacy", "forget"))


async def turn_away(update: Update, context: EaselContext) -> None:
    """Let somebody who is shut out no further, unless it is about what is kept of them.

    Raises:
        ApplicationHandlerStop: nothing else handles the update.
    """
    if _is_about_their_data(update, context):
        return
    if update.callback_query is not None:
        await courtesy(update.callback_query.answer())
    if update.inline_query is not None:
        await courtesy(update.inline_query.answer((), is_personal=True))
    raise ApplicationHandlerStop


def _is_about_their_data(update: Update, context: EaselContext) -> bool:
    if update.callback_query is not None:
        press = Press.unpack(update.callback_query.data or "")
        return press is not None and press.verb is Verb.FORGET
    message = update.message
    return message is not None and speech_of(message, context.bot.username).command in _STILL_ANSWERED
