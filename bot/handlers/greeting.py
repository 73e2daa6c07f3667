"""The picture that people are greeted with: one photo in many styles."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from telegram import InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

import bot.pictures
from bot.context import EaselContext
from bot.handlers.telling import answering, patiently
from bot.storage import greeting

_PICTURE = Path(bot.pictures.__path__[0]) / "greeting.jpg"


async def show_greeting(message: Message, context: EaselContext, caption: str, keyboard: InlineKeyboardMarkup) -> None:
    """Answer a message with the picture, a caption in HTML, and buttons.

    Telegram keeps the picture once it has been sent; only the first person waits for it to be uploaded.

    Raises:
        TelegramError: it could not be sent.
    """
    picture = _picture()
    # A file id is of use only to the bot that got it, and another picture has another one.
    edition = f"{context.bot.id}:{hashlib.sha256(picture).hexdigest()[:16]}"

    async def send(photo: str | bytes) -> Message:
        return await patiently(
            lambda: message.get_bot().send_photo(
                message.chat_id,
                photo,
                caption,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                reply_parameters=answering(message),
            )
        )

    async with context.database.snapshot() as db:
        file_id = await greeting.file_id(db, edition)
    if file_id is not None:
        try:
            await send(file_id)
            return
        except BadRequest as error:
            if "file" not in error.message.lower():
                raise
    sent = await send(picture)
    if sent.photo:
        async with context.database.transaction() as db:
            await greeting.keep(db, edition, sent.photo[-1].file_id)


@cache
def _picture() -> bytes:
    return _PICTURE.read_bytes()
