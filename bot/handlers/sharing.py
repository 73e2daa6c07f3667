"""Styles that people share: a link to the bot gives whoever opens it the style of another person."""

from __future__ import annotations

from telegram import Message

from bot.handlers.own_styles import show_painting_of
from bot.handlers.telling import tell
from bot.handlers.turn import Turn
from bot.storage import styles
from bot.storage.models.styles import OwnStyle
from bot.views import own_styles
from bot.wish import Wish

PREFIX = "style_"


async def take(turn: Turn, message: Message, parameter: str) -> OwnStyle | str:
    """Give the person the style that a link is about, and paint their current photo in it.

    Returns:
        the person's own copy of the style; or what to say where there is none to give.
    """
    shared = await styles.find_shared(turn.db, parameter.removeprefix(PREFIX))
    if shared is None:
        return own_styles.no_longer_shared(turn.locale)
    mine = await styles.list_own(turn.db, turn.person.id)
    known = next((one for one in mine if one.painting_file_id == shared.painting_file_id), None)
    if known is not None:
        return own_styles.yours_already(turn.locale, known.name)
    limit = turn.context.settings.styles_per_person
    if len(mine) >= limit:
        return own_styles.full(turn.locale, limit)
    copy = await styles.copy(turn.db, shared, turn.person.id)
    turn = turn.with_style(copy)
    turn.adopt(Wish.for_style(copy.reference))
    if turn.session.photo_file_id is not None:
        await turn.paint(answering=turn.session.photo_message_id)
    return copy


async def tell_of(message: Message, turn: Turn, got: OwnStyle | str) -> None:
    """Show the painting of the style that was given, or say why there is none.

    Raises:
        TelegramError: it could not be sent.
    """
    if isinstance(got, str):
        await tell(message, got)
        return
    locale = turn.locale
    await show_painting_of(message, got, own_styles.received(locale, got), own_styles.deeds(locale, got))
