"""Wishes in words: a message, a reply or the arguments of a command."""

from __future__ import annotations

from telegram import Message, Update

from bot.context import EaselContext
from bot.grammar import BadValue, NotByMethod, NoValue, OfAnotherMethod, Unclear, UnknownStyle, WishError
from bot.handlers.pictures import NoPicture, SentPicture, picture_in
from bot.handlers.speech import Speech, speech_of
from bot.handlers.telling import show_painting, tell
from bot.handlers.turn import Turn, turn_of
from bot.storage import albums, jobs
from bot.storage.models.jobs import PictureKind
from bot.styles import name_of
from bot.views import texts
from bot.views import wishes as sentences
from bot.views.callback_data import Press
from bot.wish import Wish

# A longer text is a remark that happens to hold a word like a style's name.
_MOST_WORDS_OF_A_WISH = 3
# What is no picture any more: that behind a painting of somebody's who has asked to be forgotten.
_FORGOTTEN = "forgotten"


async def on_text(update: Update, context: EaselContext) -> None:
    """Repaint as the text says: the photo that it replies to, or else the current one."""
    message = update.message
    assert message is not None
    speech = speech_of(message, context.bot.username)
    if not speech.addressed:
        return
    async with turn_of(update, context) as turn:
        reply = await _answer(turn, message, speech)
    await conclude(message, reply)


async def _answer(turn: Turn, message: Message, speech: Speech) -> str | None:
    """Take a text for the answer to a question, or else for a wish; what is returned is as with `carry_out`."""
    # Those who answer questions import this module.
    from bot.handlers.answers import answered

    if (reply := await answered(turn, speech.words)) is not None:
        return reply
    try:
        wish = turn.read(speech.words)
    except WishError as error:
        return _about_small_talk(turn, error, speech.words, answered=speech.named)
    if wish or _points_at_a_picture(turn, message):
        return await carry_out(turn, message, wish)
    return sentences.not_understood(turn.locale, example(turn)) if speech.named else ""


async def carry_out(turn: Turn, message: Message, wish: Wish) -> str | None:
    """Adopt a wish, and paint the photo that the message replies to, or else the current one.

    Returns:
        None if a painting is under way, else what to say.
    """
    photo = await _photo_replied_to(turn, message)
    if isinstance(photo, NoPicture):
        forgotten = photo.kind == _FORGOTTEN
        return texts.picture_forgotten(turn.locale) if forgotten else texts.not_a_picture(turn.locale, photo.kind)
    if photo is not None and (refusal := turn.refusal_of(photo)) is not None:
        return refusal
    turn.adopt(wish)
    if photo is not None:
        assert message.reply_to_message is not None
        turn.adopt_photo(photo.file_id, message.reply_to_message.message_id, photo.kind, photo.album)
    if turn.session.photo_file_id is None:
        return texts.remembered(turn.locale, wish, turn.names(wish.shares or ()))
    await turn.paint(answering=message.message_id, picture=as_asked(wish))
    return None


def as_asked(wish: Wish) -> PictureKind | None:
    """Return as what to send a painting: a size that was asked for, Telegram only keeps in a file."""
    return None if wish.side is None else PictureKind.FILE


async def conclude(message: Message, reply: str | None) -> None:
    """After the commit: say what there is to say, or show that a painting is under way (None)."""
    if reply is None:
        await show_painting(message)
    elif reply:
        await tell(message, reply)


def sentence_about(turn: Turn, error: WishError) -> str:
    """Return what to say about a wish that went wrong."""
    locale = turn.locale
    match error:
        case UnknownStyle():
            return sentences.unknown_style(locale, error.said, error.nearest)
        case BadValue():
            return sentences.bad_value(locale, error.setting, error.said, error.nearest, _examples(turn))
        case NoValue():
            look = turn.look
            return sentences.setting_now(locale, error.setting, look, turn.names(look.shares), _examples(turn))
        case OfAnotherMethod():
            return sentences.of_another_method(locale, error.setting, error.method)
        case NotByMethod():
            return sentences.not_by_method(locale, error.names, error.method, error.others)
        case Unclear():
            return sentences.unclear(locale, error.said, example(turn))
        case _:
            return sentences.not_understood(locale, example(turn))


def example(turn: Turn) -> str:
    """Return the name of a style to show in an example: the current one, if it can be said."""
    return name_of(turn.look.styles[0], turn.styles) or turn.styles[0].name


def _examples(turn: Turn) -> tuple[str, str]:
    """Return the names of two styles to show in an example."""
    one = example(turn)
    return one, next((style.name for style in reversed(turn.styles) if style.name != one), one)


def _about_small_talk(turn: Turn, error: WishError, words: str, *, answered: bool) -> str:
    """Return what to say about a text that is no wish: nothing, where it was but a remark in a group."""
    short = len(words.split()) <= _MOST_WORDS_OF_A_WISH
    if error.meant or (isinstance(error, UnknownStyle) and error.slip):
        return sentence_about(turn, error)
    if not answered:
        return ""
    if isinstance(error, UnknownStyle) and not (short and error.nearest):
        return sentences.not_understood(turn.locale, example(turn))
    return sentence_about(turn, error)


def _points_at_a_picture(turn: Turn, message: Message) -> bool:
    """Tell whether a message replies to somebody's picture: the bot's name alone then asks for a painting."""
    answered = message.reply_to_message
    author = answered.from_user if answered is not None else None
    if answered is None or (author is not None and author.id == turn.context.bot.id):
        return False
    return turn.in_group and isinstance(picture_in(answered), SentPicture)


async def _photo_replied_to(turn: Turn, message: Message) -> SentPicture | NoPicture | None:
    """Return the photo that a reply is about: for a painting of this bot the photo that it was made from."""
    answered = message.reply_to_message
    if answered is None:
        return None
    if answered.from_user is not None and answered.from_user.id == turn.context.bot.id:
        return await _photo_behind(turn, answered)
    return picture_in(answered)


async def _photo_behind(turn: Turn, painting: Message) -> SentPicture | NoPicture | None:
    """Return what a message of the bot's was painted from; the whole album for that with an album's buttons."""
    forgotten = False
    for row in painting.reply_markup.inline_keyboard if painting.reply_markup is not None else ():
        for button in row:
            press = Press.unpack(button.callback_data) if isinstance(button.callback_data, str) else None
            job = await jobs.get(turn.db, press.job_id) if press is not None and press.job_id else None
            if job is not None and job.chat_id == turn.chat.id and job.photo_file_id is not None:
                return SentPicture(job.photo_file_id, None, job.came_as, tuple(job.album_file_ids or ()))
            forgotten |= press is not None and bool(press.job_id) and job is None
    shown = await albums.shown_in(turn.db, turn.chat.id, painting.message_id)
    if shown is None:
        return NoPicture(_FORGOTTEN) if forgotten else None
    return SentPicture((shown.job.album_file_ids or [])[shown.place], None)
