"""A picture and its caption: what becomes of the two."""

from __future__ import annotations

from telegram import Message

from bot.grammar import COMMANDS, NoValue, WishError
from bot.handlers.pictures import NoPicture, SentPicture, picture_in
from bot.handlers.speech import Speech
from bot.handlers.styles import style_with_picture
from bot.handlers.turn import Turn
from bot.handlers.wishes import as_asked, sentence_about
from bot.views import texts
from bot.wish import Wish


async def answer_picture(turn: Turn, message: Message, speech: Speech) -> str | None:
    """Paint a picture as its caption says, or make it a style if the caption is /style.

    Returns:
        None if a painting is under way, else what to say.
    """
    picture = picture_in(message)
    if picture is None:
        return ""
    if isinstance(picture, NoPicture):
        return texts.not_a_picture(turn.locale, picture.kind)
    if (refusal := turn.refusal_of(picture)) is not None:
        return refusal
    if speech.command == "style":
        return await style_with_picture(turn, message, picture, speech.words)
    return await _paint(turn, message, picture, speech)


def wish_in(turn: Turn, speech: Speech) -> Wish:
    """Return what a caption wishes for; nothing, where it is about something else.

    Raises:
        WishError: it is a wish that went wrong.
    """
    try:
        if speech.command in COMMANDS:
            return turn.read(f"{speech.command} {speech.words}")
        return Wish() if speech.command else turn.read_caption(speech.words)
    except NoValue:
        return Wish()


async def _paint(turn: Turn, message: Message, picture: SentPicture, speech: Speech) -> str | None:
    try:
        wish = wish_in(turn, speech)
    except WishError as error:
        return sentence_about(turn, error)
    turn.adopt(wish)
    turn.adopt_photo(picture.file_id, message.message_id, picture.kind)
    await turn.paint(answering=message.message_id, picture=as_asked(wish))
    return None
