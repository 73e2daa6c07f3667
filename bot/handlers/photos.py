"""Pictures: a photo, a picture as a file, a sticker, one of an album; and everything that is none."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers import albums
from bot.handlers.captions import answer_picture
from bot.handlers.pictures import picture_in
from bot.handlers.speech import speech_of
from bot.handlers.turn import turn_of
from bot.handlers.wishes import conclude


async def on_picture(update: Update, context: EaselContext) -> None:
    """Answer a picture; one of an album, together with the others."""
    message = update.message
    assert message is not None
    speech = speech_of(message, context.bot.username)
    if message.media_group_id is not None:
        await albums.keep(update, context, speech)
        return
    if not speech.addressed or picture_in(message) is None:
        return
    async with turn_of(update, context) as turn:
        reply = await answer_picture(turn, message, speech)
    await conclude(message, reply)
