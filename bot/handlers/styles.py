"""Styles in words, and paintings that become one: /style NAME, and /style with a picture."""

from __future__ import annotations

import functools
import re

from telegram import Message, Update

from bot.context import EaselContext
from bot.grammar import UnknownStyle, WishError, fold
from bot.handlers.gallery import list_styles
from bot.handlers.pictures import NoPicture, SentPicture, picture_in
from bot.handlers.speech import speech_of
from bot.handlers.turn import Turn, turn_of
from bot.handlers.wishes import as_asked, carry_out, conclude, sentence_about
from bot.names import MAX_NAME, tidied
from bot.storage import styles as own_styles
from bot.views import own_styles as sentences
from bot.views import texts, wishes
from bot.wish import Wish

_QUOTED = re.compile(r"""["“„«'‘](?P<name>.+)["”“»'’]""", re.DOTALL)


async def on_style(update: Update, context: EaselContext) -> None:
    """Handle `/style [WISH]`; in reply to a picture, also make that a style of the person's own."""
    message = update.message
    assert message is not None
    words = speech_of(message, context.bot.username).words
    answered = message.reply_to_message
    picture = picture_in(answered) if answered is not None else None
    if not words and answered is None:
        await list_styles(update, context)
        return
    async with turn_of(update, context) as turn:
        if isinstance(picture, SentPicture):
            reply = await style_with_picture(turn, message, picture, words)
        elif words:
            reply = await _wish(turn, message, words)
        else:
            kind = picture.kind if isinstance(picture, NoPicture) else None
            reply = texts.nothing_to_learn(turn.locale) if kind is None else texts.not_a_picture(turn.locale, kind)
    await conclude(message, reply)


async def style_with_picture(turn: Turn, message: Message, picture: SentPicture, words: str) -> str | None:
    """Handle `/style WORDS` with a picture: a wish for it if the words are one, else a new style of that name.

    Returns:
        None if a painting is under way, else what to say.
    """
    if (refusal := turn.refusal_of(picture)) is not None:
        return refusal
    try:
        meant = wish_or_name(turn, words)
    except WishError as error:
        return sentence_with_picture(turn, error)
    if isinstance(meant, str):
        return await learn(turn, message, picture, meant)
    if picture_in(message) is None:
        return await carry_out(turn, message, meant)
    turn.adopt(meant)
    turn.adopt_photo(picture.file_id, message.message_id, picture.kind)
    await turn.paint(answering=message.message_id, picture=as_asked(meant))
    return None


def wish_or_name(turn: Turn, words: str) -> Wish | str:
    """Return the wish in the words after /style; if they are none, the name of a new style, empty for no words.

    Raises:
        WishError: they are neither.
    """
    quoted = _QUOTED.fullmatch(words)
    try:
        if wish := turn.read(words):
            return wish
    except WishError as error:
        if not quoted and not _may_be_a_name(error):
            raise
    return tidied(quoted["name"] if quoted else words)


async def learn(
    turn: Turn, message: Message, picture: SentPicture, name: str, *, photo: SentPicture | None = None
) -> str | None:
    """Make a picture a style, and paint the current photo in it at once.

    Args:
        turn: whose.
        message: the one to answer.
        picture: the painting.
        name: may be empty.
        photo: what came with it, should the two have been meant the other way round.

    Returns:
        None if a painting is under way, else what to say.
    """
    if len(name) > MAX_NAME:
        return texts.name_too_long(turn.locale, MAX_NAME)
    # Also when an update is handled again, the same painting stays one style.
    known = (
        style
        for style in await own_styles.list_own(turn.db, turn.person.id)
        if style.painting_file_id == picture.file_id and (not name or fold(style.name) == fold(name))
    )
    style = next(known, None)
    if style is None:
        limit = turn.context.settings.styles_per_person
        if len(await own_styles.list_own(turn.db, turn.person.id)) >= limit:
            return sentences.full(turn.locale, limit)
        style = await own_styles.add_own(
            turn.db, turn.person.id, name, picture.file_id, functools.partial(texts.nameless_style, turn.locale)
        )
    if photo is not None:
        style.photo_file_id = photo.file_id
    turn, reference = turn.with_style(style), style.reference
    if turn.session.photo_file_id is None or _is_current_photo(turn, message, picture):
        await turn.learn(reference, answering=message.message_id)
    else:
        turn.adopt(Wish.for_style(reference))
        await turn.paint(answering=message.message_id)
    return None


def _is_current_photo(turn: Turn, message: Message, picture: SentPicture) -> bool:
    """Tell whether a painting was sent as a photo first: to paint it in its own style would show nothing."""
    answered = message.reply_to_message
    return turn.session.photo_file_id == picture.file_id or (
        answered is not None and turn.session.photo_message_id == answered.message_id
    )


async def _wish(turn: Turn, message: Message, words: str) -> str | None:
    try:
        wish = turn.read(words)
    except WishError as error:
        return sentence_about(turn, error)
    return await carry_out(turn, message, wish)


def _may_be_a_name(error: WishError) -> bool:
    """Tell whether words that are no wish may be the name of a new style, not a slip."""
    slip = isinstance(error, UnknownStyle) and error.slip
    return not slip and not error.meant and error.understood.strength is None


def sentence_with_picture(turn: Turn, error: WishError) -> str:
    """Return what to say about words after /style that are no wish, and no name either, as it seems."""
    if isinstance(error, UnknownStyle) and error.understood.strength is None:
        return wishes.unknown_style(turn.locale, error.said, error.nearest, could_be_kept=True)
    return sentence_about(turn, error)
