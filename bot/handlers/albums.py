"""Albums: their pictures come one by one, and are answered together; of two captioned /style, the second is a style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from telegram import Message, Update

from bot.albums import QUIET_FOR
from bot.context import EaselApplication, EaselContext
from bot.grammar import WishError
from bot.handlers import maintenance
from bot.handlers.captions import answer_picture, wish_in
from bot.handlers.pictures import SentPicture, picture_in
from bot.handlers.speech import Speech, speech_of
from bot.handlers.styles import learn, sentence_with_picture, wish_or_name
from bot.handlers.telling import show_painting
from bot.handlers.turn import Turn, turn_of
from bot.handlers.wishes import as_asked, conclude, sentence_about
from bot.ordering import Aftermath
from bot.storage import albums, people
from bot.storage.albums import Waiting
from bot.storage.database import DatabaseAway
from bot.storage.moments import now
from bot.wish import Wish


async def keep(update: Update, context: EaselContext, speech: Speech) -> None:
    """Keep a picture of an album until the others have come."""
    message, person = update.message, update.effective_user
    assert message is not None
    assert person is not None
    assert message.media_group_id is not None
    async with context.database.transaction() as db:
        if speech.addressed:
            await people.remember_user(db, person)
        elif await people.get(db, person.id) is None:
            # In a group: of those who have never spoken to the bot nothing is kept.
            return
        is_first = await albums.add(
            db,
            bot_id=context.settings.bot_id,
            chat_id=message.chat_id,
            album_id=message.media_group_id,
            message_id=message.message_id,
            user_id=person.id,
            payload=update.to_dict(),
        )
    context.wait_for_album()
    if is_first and speech.addressed:
        await show_painting(message)


async def finish_before(message: Message, waiting: Sequence[Waiting], context: EaselContext) -> None:
    """Answer the albums that a person's next message shows to be whole, of those `waiting`: it may be about them."""
    for album in waiting:
        if (
            message.from_user is not None
            and album.user_id == message.from_user.id
            and album.album_id != message.media_group_id
        ):
            await _answer(cast(EaselApplication, context.application), album, is_whole=True)


async def answer_in_turn(application: EaselApplication, album: Waiting) -> None:
    """Answer an album once the messages of its chat that came before have been."""
    update = Update.de_json(album.payload, application.bot)
    await application.update_processor.process_update(Aftermath(update), _answer(application, album))


async def _answer(application: EaselApplication, album: Waiting, *, is_whole: bool = False) -> None:
    """Answer an album as if its pictures had come with one update; errors go where those of updates go."""
    update = Update.de_json(album.payload, application.bot)
    context = EaselContext.from_update(update, application)
    try:
        await _answer_whole(update, context, is_whole)
    except DatabaseAway:
        # It is still there to be answered.
        raise
    except Exception as error:
        await application.process_error(update, error)
        # What failed once is not tried for ever.
        async with context.database.transaction() as db:
            await albums.take(db, context.settings.bot_id, album.chat_id, album.album_id)


async def _answer_whole(update: Update, context: EaselContext, is_whole: bool) -> None:
    first = update.message
    assert first is not None
    assert first.media_group_id is not None
    album = context.settings.bot_id, first.chat_id, first.media_group_id
    async with context.database.transaction() as db:
        last = await albums.last_received(db, *album)
        if last is None or (not is_whole and now() - last < QUIET_FOR):
            # It was answered already, or is still growing.
            return
        if not any(speech.addressed for _, speech in _read(await albums.payloads(db, *album), context)):
            await albums.take(db, *album)
            return
    async with turn_of(update, context) as turn:
        pictures = _read(await albums.take(turn.db, *album), context)
        if not pictures:
            # Another process was quicker, and what it has asked is not answered by this turn.
            turn.session.question = turn.question
            return
        reply = await _paint(turn, pictures)
    await conclude(first, reply)
    await maintenance.remark(update, context)


def _read(payloads: Iterable[dict[str, Any]], context: EaselContext) -> list[tuple[Message, Speech]]:
    """Return the messages in updates, and what they say."""
    messages = [Update.de_json(payload, context.bot).message for payload in payloads]
    return [(message, speech_of(message, context.bot.username)) for message in messages if message is not None]


async def _paint(turn: Turn, album: Sequence[tuple[Message, Speech]]) -> str | None:
    """Queue the paintings of an album; return None, or what to say instead."""
    (first, speech), *others = album
    # Any of the pictures may carry the caption; in a group it is the one that is meant for the bot.
    speech = max((speech for _, speech in album), key=lambda said: (said.addressed, bool(said.command or said.words)))
    found = [(message, picture_in(message)) for message, _ in album]
    pictures = [(message, picture) for message, picture in found if isinstance(picture, SentPicture)]
    if not others or not pictures:
        return await answer_picture(turn, first, speech)
    if speech.command == "style" and len(pictures) > 1:
        return await _paint_in_the_last(turn, pictures, speech.words)
    try:
        wish = wish_in(turn, speech)
    except WishError as error:
        return sentence_about(turn, error)
    turn.adopt(wish)
    # What is no picture goes along: the worker says what is wrong with which of them.
    _adopt(turn, pictures, [_file_id(message) for message, _ in found])
    await turn.paint(answering=first.message_id, picture=as_asked(wish))
    return None


async def _paint_in_the_last(turn: Turn, pictures: Sequence[tuple[Message, SentPicture]], words: str) -> str | None:
    """Handle /style with an album: a wish for all, or the last picture is a style for those before it."""
    first, _ = pictures[0]
    try:
        meant = wish_or_name(turn, words)
    except WishError as error:
        return sentence_with_picture(turn, error)
    if isinstance(meant, Wish):
        turn.adopt(meant)
        _adopt(turn, pictures, [picture.file_id for _, picture in pictures])
        await turn.paint(answering=first.message_id, picture=as_asked(meant))
        return None
    *photos, (_, painting) = pictures
    if (refusal := turn.refusal_of(*(picture for _, picture in pictures))) is not None:
        return refusal
    _adopt(turn, photos, [picture.file_id for _, picture in photos])
    return await learn(turn, first, painting, meant, photo=photos[0][1] if len(photos) == 1 else None)


def _adopt(turn: Turn, pictures: Sequence[tuple[Message, SentPicture]], file_ids: Sequence[str]) -> None:
    """Make an album the current one: its `pictures`, and the ids of all files that came with it."""
    message, picture = pictures[0]
    turn.adopt_photo(picture.file_id, message.message_id, picture.kind, file_ids if len(file_ids) > 1 else ())


def _file_id(message: Message) -> str:
    attachment = message.effective_attachment
    largest = attachment[-1] if isinstance(attachment, tuple) else attachment
    return str(getattr(largest, "file_id", ""))
