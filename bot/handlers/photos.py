"""Pictures: a photo, a picture as a file, a sticker; and everything that is none."""

from __future__ import annotations

from telegram import Message, Update

from bot.context import EaselContext
from bot.grammar import COMMANDS, NoValue, WishError
from bot.handlers.pictures import MAX_DOWNLOAD_BYTES, NoPicture, SentPicture, picture_in
from bot.handlers.speech import Speech, speech_of
from bot.handlers.styles import style_with_picture
from bot.handlers.turn import Turn, turn_of
from bot.handlers.wishes import as_asked, conclude, sentence_about
from bot.views import texts
from bot.wish import Wish


async def on_picture(update: Update, context: EaselContext) -> None:
    """Paint a picture as its caption says, or make it a style if the caption is /style."""
    message = update.message
    assert message is not None
    speech = speech_of(message, context.bot.username)
    if not speech.addressed:
        return
    found = picture_in(message)
    if found is None:
        return
    async with turn_of(update, context) as turn:
        if isinstance(found, NoPicture):
            reply: str | None = texts.not_a_picture(turn.locale, found.kind)
        elif found.too_large:
            reply = texts.file_too_large(turn.locale, found.size, MAX_DOWNLOAD_BYTES)
        elif speech.command == "style":
            reply = await style_with_picture(turn, message, found, speech.words)
        else:
            reply = await _paint(turn, message, found, speech)
    await conclude(message, reply)


async def _paint(turn: Turn, message: Message, picture: SentPicture, speech: Speech) -> str | None:
    """Queue a painting; return None, or what to say instead."""
    try:
        if speech.command in COMMANDS:
            wish = turn.read(f"{speech.command} {speech.words}")
        else:
            wish = Wish() if speech.command else turn.read_caption(speech.words)
    except NoValue:
        wish = Wish()
    except WishError as error:
        return sentence_about(turn, error)
    turn.adopt(wish)
    turn.adopt_photo(picture.file_id, message.message_id, picture.kind)
    await turn.paint(answering=message.message_id, picture=as_asked(wish))
    return None
