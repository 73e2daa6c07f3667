"""Messages with pictures of the bot's own, each of which is uploaded only once.

Telegram keeps a picture once it has been sent; only the first person waits for it to be uploaded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, InputMediaPhoto, MaybeInaccessibleMessage, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.context import EaselContext
from bot.handlers.telling import answering, patiently
from bot.storage import uploads


@dataclass(frozen=True)
class Showing:
    """A picture, words under it in HTML, and buttons.

    `name` is the same for the same picture only; `read` gives its bytes where Telegram does not have it yet.
    """

    name: str
    read: Callable[[], Awaitable[bytes]]
    caption: str
    keyboard: InlineKeyboardMarkup


async def send(message: Message, context: EaselContext, showing: Showing) -> None:
    """Answer a message with a picture.

    Raises:
        TelegramError: it could not be sent.
    """

    async def deliver(photo: str | bytes) -> Message:
        return await message.get_bot().send_photo(
            message.chat_id,
            photo,
            showing.caption,
            parse_mode=ParseMode.HTML,
            reply_markup=showing.keyboard,
            reply_parameters=answering(message),
        )

    await _deliver(context, showing, deliver)


async def put(message: MaybeInaccessibleMessage, context: EaselContext, showing: Showing) -> None:
    """Put a picture in the place of a message's.

    Raises:
        TelegramError: it could not be done.
    """

    async def deliver(photo: str | bytes) -> Message:
        changed = await context.bot.edit_message_media(
            InputMediaPhoto(photo, showing.caption, ParseMode.HTML),
            message.chat.id,
            message.message_id,
            reply_markup=showing.keyboard,
        )
        assert isinstance(changed, Message), "only a message by way of another bot comes back as True"
        return changed

    try:
        await _deliver(context, showing, deliver)
    except BadRequest as error:
        # The tap has been handled before, or twice at the same time.
        if "not modified" not in error.message.lower():
            raise


async def _deliver(
    context: EaselContext, showing: Showing, deliver: Callable[[str | bytes], Awaitable[Message]]
) -> None:
    bot_id = context.bot.id
    async with context.database.snapshot() as db:
        file_id = await uploads.file_id(db, showing.name, bot_id)
    if file_id is not None:
        try:
            await patiently(lambda: deliver(file_id))
            return
        except BadRequest as error:
            if "file" not in error.message.lower():
                raise
    picture = await showing.read()
    sent = await patiently(lambda: deliver(picture))
    if sent.photo:
        async with context.database.transaction() as db:
            await uploads.keep(db, showing.name, bot_id, sent.photo[-1].file_id)
