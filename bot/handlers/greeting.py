"""The picture that people are greeted with: one photo in many styles."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from telegram import InlineKeyboardMarkup, Message

import bot.pictures
from bot.context import EaselContext
from bot.handlers import uploads
from bot.handlers.uploads import Showing

_PICTURE = Path(bot.pictures.__path__[0]) / "greeting.jpg"


async def show_greeting(message: Message, context: EaselContext, caption: str, keyboard: InlineKeyboardMarkup) -> None:
    """Answer a message with the picture, a caption in HTML, and buttons.

    Raises:
        TelegramError: it could not be sent.
    """

    async def read() -> bytes:
        return _picture()

    # Another picture has another name, and so is uploaded anew.
    name = f"greeting:{hashlib.sha256(_picture()).hexdigest()}"
    await uploads.send(message, context, Showing(name, read, caption, keyboard))


@cache
def _picture() -> bytes:
    return _PICTURE.read_bytes()
