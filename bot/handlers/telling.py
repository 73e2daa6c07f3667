"""How the bot speaks up: sentences that must arrive, and courtesies that may fail."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import TelegramError

_log = logging.getLogger(__name__)


async def tell(message: Message, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Answer a message; with a quotation only where it would else be unclear what is answered.

    Raises:
        TelegramError: it could not be sent.
    """
    reply = None
    if message.chat.type != ChatType.PRIVATE or message.text is None:
        reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await message.get_bot().send_message(
        message.chat_id, text, parse_mode=ParseMode.HTML, reply_markup=keyboard, reply_parameters=reply
    )


async def show_painting(message: Message) -> None:
    """Let the chat show that a picture is on its way."""
    await courtesy(message.get_bot().send_chat_action(message.chat_id, ChatAction.UPLOAD_PHOTO))


async def courtesy(call: Awaitable[object]) -> None:
    """Make a call whose failure loses nothing: the next one comes, or the person taps once more."""
    try:
        await call
    except TelegramError as error:
        _log.info("a courtesy failed: %s", error)
