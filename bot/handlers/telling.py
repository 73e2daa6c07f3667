"""How the bot speaks up: sentences that must arrive, and courtesies that may fail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

# How often a sentence is sent that Telegram refuses for now, and after how many seconds if it does not say.
_TRIES = 3
_PAUSE_S = 0.5
# Said later, it would come after the picture; and the chat's next messages wait for it.
_ACTION_S = 2.0
# The chat's next messages wait as long: a sentence is not worth more.
_LONGEST_PAUSE_S = 30.0

_log = logging.getLogger(__name__)


async def tell(message: Message, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Answer a message; with a quotation only where it would else be unclear what is answered.

    Raises:
        TelegramError: it could not be sent.
    """
    await patiently(
        lambda: message.get_bot().send_message(
            message.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            reply_parameters=answering(message),
        )
    )


def answering(message: Message) -> ReplyParameters | None:
    """Return what makes an answer quote the message; None where it is clear what is answered."""
    if message.chat.type == ChatType.PRIVATE and message.text is not None:
        return None
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


async def patiently(send: Callable[[], Awaitable[Message]]) -> Message:
    """Send, and send again where Telegram refuses for now.

    Raises:
        TelegramError: it could not be sent.
    """
    for left in reversed(range(_TRIES)):
        try:
            return await send()
        except TelegramError as error:
            pause = _pause_after(error)
            if pause is None or pause > _LONGEST_PAUSE_S or not left:
                raise
            await asyncio.sleep(pause)
    raise AssertionError("the last try returns or raises")


async def show_painting(message: Message) -> None:
    """Let the chat show, for a few seconds, that a picture is on its way."""
    bot = message.get_bot()
    await courtesy(bot.send_chat_action(message.chat_id, ChatAction.UPLOAD_PHOTO, read_timeout=_ACTION_S))


async def courtesy(call: Awaitable[object]) -> None:
    """Make a call whose failure loses nothing: the next one comes, or the person taps once more."""
    try:
        await call
    except TelegramError as error:
        _log.info("a courtesy failed: %s", error)


def _pause_after(error: TelegramError) -> float | None:
    """Return how many seconds to wait before sending again; None if that would be of no use, or twice."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    # After a timeout the message may well have arrived.
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut):
        return _PAUSE_S
    return None
