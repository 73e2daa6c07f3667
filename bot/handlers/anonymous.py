"""Those who write in the name of a group or a channel: to Telegram they are all one and the same account.

What one of them kept would be another's, in another group, too.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.context import EaselContext
from bot.handlers.speech import speech_of
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import locale_of
from bot.views import texts


async def turn_away(update: Update, context: EaselContext) -> None:
    """Ask who writes so to write as themselves, where they mean the bot.

    Raises:
        ApplicationHandlerStop: nobody in particular has written; nothing else handles the update.
    """
    message = update.message or update.edited_message
    if message is None or message.sender_chat is None:
        return
    if update.message is not None and speech_of(message, context.bot.username).addressed:
        await courtesy(tell(message, texts.write_as_yourself(await locale_of(update, context))))
    raise ApplicationHandlerStop
