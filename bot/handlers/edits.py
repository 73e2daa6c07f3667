"""Edited captions and messages: the wish that came last is carried out anew, in the place of its result."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message, Update

from bot.context import EaselContext
from bot.grammar import COMMANDS, WishError
from bot.handlers.captions import wish_in
from bot.handlers.pictures import SentPicture, picture_in
from bot.handlers.results import take_up_photo
from bot.handlers.speech import Speech, speech_of
from bot.handlers.styles import wish_or_name
from bot.handlers.turn import Turn, turn_of
from bot.handlers.wishes import as_asked, conclude, sentence_about
from bot.jobs import queue
from bot.storage import paintings
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.wish import Wish

# Telegram numbers the pictures of an album one after the other, and takes no more of them.
_MOST_IN_AN_ALBUM = 10


async def on_edit(update: Update, context: EaselContext) -> None:
    """Repaint as a caption or a text says now, if it was the person's last wish in the chat."""
    message = update.edited_message
    assert message is not None
    speech = speech_of(message, context.bot.username)
    if not speech.addressed:
        return
    async with turn_of(update, context) as turn:
        # What the bot has asked is still to be answered.
        turn.session.question = turn.question
        last = await paintings.last_wish(turn.db, turn.person.id, turn.chat.id)
        reply: str | None = ""
        if last is not None and _is_about(message, last):
            reply = await _repaint(turn, message, speech, last)
    await conclude(message, reply)


def _is_about(message: Message, job: Job) -> bool:
    """Tell whether a job answers the message, or another picture of its album."""
    if job.kind not in paintings.PAINTINGS or job.reply_to_message_id is None:
        return False
    if job.kind is JobKind.ALBUM and message.media_group_id is not None:
        return 0 <= message.message_id - job.reply_to_message_id < _MOST_IN_AN_ALBUM
    return message.message_id == job.reply_to_message_id


async def _repaint(turn: Turn, message: Message, speech: Speech, last: Job) -> str | None:
    """Paint what a job was about anew; return None, or what to say instead."""
    looked_like = turn.session.look
    if last.look_before is not None:
        # As if it had been said so at first.
        turn = replace(turn, look_before=last.look_before)
        turn.session.look = last.look_before
    try:
        wish = _wish_in(turn, message, speech)
    except WishError as error:
        reply = sentence_about(turn, error)
        turn.session.look = looked_like
        return reply
    if wish is not None:
        turn.adopt(wish)
        take_up_photo(turn, last)
        is_another = _adopt_another(turn, message, last)
        if is_another or turn.look != last.look:
            await _paint(turn, wish, last)
            return None
    turn.session.look = looked_like
    return ""


def _adopt_another(turn: Turn, message: Message, last: Job) -> bool:
    """Make the photo of a message the current one, if the person has put it in the place of the one before."""
    photo = picture_in(message)
    if last.kind is not JobKind.PAINT or not isinstance(photo, SentPicture) or photo.file_id == last.photo_file_id:
        return False
    turn.adopt_photo(photo.file_id, message.message_id, photo.kind)
    return True


def _wish_in(turn: Turn, message: Message, speech: Speech) -> Wish | None:
    """Return what the message wishes for now; None if it is about something else, such as a new style.

    Raises:
        WishError: it is a wish that went wrong.
    """
    if speech.command == "style":
        meant = wish_or_name(turn, speech.words)
        return meant if isinstance(meant, Wish) else None
    if message.text is None:
        return wish_in(turn, speech)
    if speech.command is None:
        return turn.read(speech.words)
    return turn.read(f"{speech.command} {speech.words}") if speech.command in COMMANDS else None


async def _paint(turn: Turn, wish: Wish, last: Job) -> None:
    """Queue a painting in the place of that of a job, or of the job itself where there is none yet."""
    place = last.edit_message_id
    if last.state is JobState.DONE:
        place = None if last.error is not None else last.result_message_id
    elif place is None:
        await queue.request_cancel(turn.db, last.id)
    await turn.paint(
        answering=last.reply_to_message_id,
        replacing=place,
        picture=as_asked(wish),
        album_message_ids=(last.album_message_ids or ()) if place is not None else (),
    )
