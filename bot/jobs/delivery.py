"""How a result reaches its person: as a new message, or in place of the one whose button was pressed."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from telegram import (
    Bot,
    InputMedia,
    InputMediaAnimation,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError

from bot.jobs.delivered import Delivered
from bot.jobs.errors import DownloadTooBig, FileGone
from bot.jobs.painter import Painted
from bot.jobs.presenter import Shown
from bot.storage.models import Job, PictureKind

# Telegram's limits for photos; what exceeds them goes as a file.
PHOTO_BYTES = 10 * 10**6
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "MP4": ".mp4"}
_Sent = Awaitable[Message]


class Delivery:
    """Fetches and sends through the Bot API; what Telegram refuses for good is raised as it comes."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file_id: str) -> bytes:
        """Download a file.

        Raises:
            DownloadTooBig, FileGone: what the classes say.
            TelegramError: anything else that Telegram or the network says.
        """
        try:
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise DownloadTooBig from error
            raise FileGone from error

    async def painting(self, job: Job, painted: Painted, shown: Shown) -> Delivered:
        """Deliver a painting."""
        as_photo = job.picture is PictureKind.PHOTO and _is_a_photo_to_telegram(painted)
        try:
            return await self._painting(job, painted, shown, as_photo)
        except (BadRequest, NetworkError) as error:
            if as_photo and _refuses_the_photo(error):
                return await self._painting(job, painted, shown, as_photo=False)
            raise

    async def film(self, job: Job, painted: Painted, shown: Shown, seconds: int) -> Delivered:
        """Deliver a silent film of so many seconds, which plays by itself, again and again."""
        name, width, height = _file_name(painted, shown), painted.width, painted.height
        return await self._deliver(
            job,
            shown,
            InputMediaAnimation(
                painted.data,
                caption=shown.text,
                parse_mode=ParseMode.HTML,
                filename=name,
                width=width,
                height=height,
                duration=seconds,
            ),
            functools.partial(
                self._bot.send_animation,
                job.chat_id,
                painted.data,
                filename=name,
                width=width,
                height=height,
                duration=seconds,
            ),
        )

    async def keep(self, job: Job, painted: Painted) -> Delivered:
        """Put a painting away as a photo, with not a word about whose it is, where it disturbs nobody."""
        data = painted.data
        return _delivered(await self._bot.send_photo(job.chat_id, data, disable_notification=True))

    async def text(self, job: Job, shown: Shown) -> Delivered:
        """Deliver words: as an answer, never in place of a painting."""
        message = await self._bot.send_message(
            job.chat_id,
            shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=shown.keyboard,
            reply_parameters=_answering(job.reply_to_message_id or job.edit_message_id),
        )
        return Delivered(message.message_id, None)

    async def _painting(self, job: Job, painted: Painted, shown: Shown, as_photo: bool) -> Delivered:
        kind = InputMediaPhoto if as_photo else InputMediaDocument
        send = self._bot.send_photo if as_photo else self._bot.send_document
        name = _file_name(painted, shown)
        return await self._deliver(
            job,
            shown,
            kind(painted.data, shown.text, ParseMode.HTML, filename=name),
            functools.partial(send, job.chat_id, painted.data, filename=name),
        )

    async def _deliver(self, job: Job, shown: Shown, media: InputMedia, send: Callable[..., _Sent]) -> Delivered:
        """Put `media` in the place that there is for a result; else `send` the same as a new message."""
        place = job.edit_message_id or job.progress_message_id
        if place is not None:
            try:
                return await self._edit(job, place, shown, media)
            except BadRequest as error:
                problem = error.message.lower()
                if "message is not modified" in problem:
                    return Delivered(place, None)
                if "message to edit not found" not in problem and "can't be edited" not in problem:
                    raise
        return _delivered(
            await send(
                caption=shown.text,
                parse_mode=ParseMode.HTML,
                reply_markup=shown.keyboard,
                reply_parameters=_answering(job.reply_to_message_id),
            )
        )

    async def _edit(self, job: Job, message_id: int, shown: Shown, media: InputMedia) -> Delivered:
        answer = await self._bot.edit_message_media(
            media, chat_id=job.chat_id, message_id=message_id, reply_markup=shown.keyboard
        )
        return _delivered(answer) if isinstance(answer, Message) else Delivered(message_id, None)


def _is_a_photo_to_telegram(painted: Painted) -> bool:
    short, long = sorted((painted.width, painted.height))
    return len(painted.data) <= PHOTO_BYTES and short + long <= PHOTO_SIDES and long <= PHOTO_RATIO * short


def _refuses_the_photo(error: BadRequest | NetworkError) -> bool:
    problem = error.message.lower()
    return "photo_invalid" in problem or "too large" in problem or "too big" in problem


def _file_name(painted: Painted, shown: Shown) -> str:
    return shown.file_name + _SUFFIXES[painted.format]


def _answering(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def _delivered(message: Message) -> Delivered:
    if message.photo:
        return Delivered(message.message_id, message.photo[-1].file_id)
    # Telegram repeats an animation as a document.
    return Delivered(message.message_id, message.document.file_id if message.document else None)
