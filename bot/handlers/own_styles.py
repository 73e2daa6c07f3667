"""A person's own styles: /mystyles lists them; each can be used, renamed, shared and deleted under its painting."""

from __future__ import annotations

import functools

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import paging
from bot.context import EaselContext
from bot.grammar import WishError, parse
from bot.handlers.gallery import use
from bot.handlers.questions import Question, Questions, ask
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.handlers.telling import courtesy, patiently, tell
from bot.handlers.turn import Turn, turn_of
from bot.names import MAX_NAME, is_visible_name, tidied
from bot.storage import styles
from bot.storage.models.styles import OwnStyle
from bot.views import own_styles, texts
from bot.views.callback_data import Verb
from bot.views.own_styles import Deed
from bot.wish import Wish

_RENAMING = "style's name"
# Of a row's number at most.
_DIGITS = 19


async def list_own_styles(update: Update, context: EaselContext) -> None:
    """Show the person's own styles as buttons."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        text, keyboard = await _listing(turn, 0)
    await tell(message, text, keyboard)


async def show_painting_of(message: Message, style: OwnStyle, text: str, keyboard: InlineKeyboardMarkup) -> None:
    """Send the painting that a style was made of, with words under it; the words alone for one that came as a file.

    A file would go out as it came in, with its name and with where it was taken, to people who may not have sent it.

    Raises:
        TelegramError: it could not be sent.
    """
    bot, chat_id, file_id = message.get_bot(), message.chat_id, style.painting_file_id
    try:
        await patiently(
            lambda: bot.send_photo(chat_id, file_id, text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
        )
    except BadRequest:
        await tell(message, text, keyboard)


async def _listing(turn: Turn, number: int) -> tuple[str, InlineKeyboardMarkup | None]:
    own = await styles.list_own(turn.db, turn.person.id)
    return own_styles.listing(turn.locale, paging.page(own, number, own_styles.STYLES_PER_PAGE))


async def _turn_page(tap: Tap) -> Reaction:
    text, keyboard = await _listing(tap.turn, tap.number)
    return Reaction(text=text, keyboard=keyboard)


async def _do(tap: Tap) -> Reaction:
    """Do with a style what the button says; all but the list's own buttons hang under its painting."""
    turn, (number, _, deed) = tap.turn, tap.press.argument.partition(":")
    style = await styles.get_own(turn.db, int(number)) if number.isdecimal() and len(number) < _DIGITS else None
    if style is None or style.user_id != turn.person.id:
        raise OutOfDate
    match deed:
        case Deed.SHOW:
            return _show(tap, style)
        case Deed.USE:
            return await use(turn, Wish.for_style(style.reference))
        case Deed.RENAME:
            return _ask_for_name(tap, style)
        case Deed.SHARE:
            return await _share(tap, style)
        case Deed.DELETE:
            return Reaction(keyboard=own_styles.deletion(turn.locale, style))
        case Deed.REALLY:
            await styles.remove_own(turn.db, style.id)
            return Reaction(own_styles.deleted(turn.locale, style.name), then=functools.partial(_take_away, tap))
        case Deed.DONE:
            return Reaction(then=functools.partial(_take_away, tap))
        case _:
            raise OutOfDate


def _show(tap: Tap, style: OwnStyle) -> Reaction:
    locale, message = tap.turn.locale, tap.message
    text, keyboard = own_styles.caption(locale, style), own_styles.deeds(locale, style)
    if not is_visible(message):
        raise OutOfDate
    if message.text is None:
        return Reaction(text=text, keyboard=keyboard)
    return Reaction(then=functools.partial(show_painting_of, message, style, text, keyboard))


def _ask_for_name(tap: Tap, style: OwnStyle) -> Reaction:
    ask(tap.turn, _RENAMING, style.id)
    if not is_visible(tap.message):
        raise OutOfDate
    return Reaction(then=functools.partial(tell, tap.message, own_styles.ask_for_name(tap.turn.locale, style.name)))


async def _share(tap: Tap, style: OwnStyle) -> Reaction:
    token = await styles.share(tap.turn.db, style)
    link = f"https://t.me/{tap.turn.context.bot.username}?start=style_{token}"
    locale = tap.turn.locale
    return Reaction(
        own_styles.link_shown(locale),
        text=own_styles.shared(locale, style, link),
        keyboard=own_styles.deeds(locale, style),
    )


async def _take_away(tap: Tap) -> None:
    await courtesy(tap.turn.context.bot.delete_message(tap.turn.chat.id, tap.message.message_id))


async def _rename(turn: Turn, question: Question, words: str) -> str:
    name = tidied(words)
    style = await styles.get_own(turn.db, question.about)
    if style is None or style.user_id != turn.person.id:
        return texts.style_unusable(turn.locale)
    if not is_visible_name(name) or _means_something(name):
        ask(turn, question.name, question.about)
        return own_styles.no_name(turn.locale, name)
    if len(name) > MAX_NAME:
        ask(turn, question.name, question.about)
        return texts.name_too_long(turn.locale, MAX_NAME)
    namesake = await styles.find_own(turn.db, turn.person.id, name)
    if namesake is not None and namesake.id != style.id:
        ask(turn, question.name, question.about)
        return own_styles.name_taken(turn.locale, name)
    style.name = name
    return own_styles.renamed(turn.locale, name)


def _means_something(name: str) -> bool:
    """Tell whether a name would be taken for something else, "70%" for a strength."""
    try:
        return bool(parse(name, ()))
    except WishError:
        return False


TAPS: Answers = {Verb.OWNS: _turn_page, Verb.OWN: _do}
QUESTIONS: Questions = {_RENAMING: _rename}
