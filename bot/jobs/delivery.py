"""How a result reaches its person: as a new message, or in place of the one whose button was pressed."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

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
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot.jobs.delivered import Delivered
from bot.jobs.errors import DownloadTooBig, FileGone
from bot.jobs.painted import Painted
from bot.jobs.presenter import Shown
from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.local_files import FilesUnseen, LocalFiles, is_local_path
from bot.refusals import changes_nothing, is_gone, refuses_the_photo
from bot.storage.models.jobs import Job, PictureKind
from bot.storage.moments import now
from engine import PictureFile

# Telegram's limits for photos; what exceeds them goes as a file.
PHOTO_BYTES = 10 * 10**6
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
# For so long a local server is waited for that fetches a file; and so often it may say that there is none yet.
FETCH_S = 15.0
MOST_ASKED = 8
FILES_COUNTED = 1000
_SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "MP4": ".mp4"}
_Sent = Awaitable[Message]

_log = logging.getLogger(__name__)


class Delivery:
    """Fetches and sends through the Bot API; what Telegram refuses for good is raised as it comes.

    `limits` are those of the server, and `files` its own where it shares a disk with this process.
    """

    def __init__(self, bot: Bot, limits: FileLimits = TELEGRAM, files: LocalFiles | None = None) -> None:
        self._bot = bot
        self._limits = limits
        self._files = files
        # How often a file was not to be had, of the last such ones.
        self._asked: dict[str, int] = {}

    async def fetch(self, file_id: str) -> PictureFile:
        """Download a file, or return where it lies, as it will for an hour at least.

        Raises:
            DownloadTooBig, FileGone: what the classes say.
            FilesUnseen: the server has put it where this process does not see it.
            TelegramError: anything else that Telegram or the network says.
        """
        try:
            # A local server answers when it has the whole file; until then it is asked now and then, and others go on.
            patience = BaseRequest.DEFAULT_NONE if self._files is None else FETCH_S
            file = await self._bot.get_file(file_id, read_timeout=patience)
            # The library takes any path that it does not find on this disk for a part of an address.
            told = (file.file_path or "").removeprefix(f"{self._bot.base_file_url}/")
            if self._files is not None:
                return await asyncio.to_thread(self._files.find, told)
            if is_local_path(told):
                raise FilesUnseen("the Bot API server runs with --local: set EASEL_TELEGRAM_FILES to its folder")
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise DownloadTooBig(self._limits.download) from error
            if self._files is not None and "temporarily unavailable" in error.message and self._may_still_come(file_id):
                raise NetworkError(f"the Bot API server is not done with a file: {error}") from error
            self._asked.pop(file_id, None)
            raise FileGone from error

    def _may_still_come(self, file_id: str) -> bool:
        """Tell whether a file is asked for again that is unavailable: the server says the same of one that is gone."""
        before = self._asked.pop(file_id, 0)
        self._asked[file_id] = before + 1
        if len(self._asked) > FILES_COUNTED:
            self._asked.pop(next(iter(self._asked)))
        return before < MOST_ASKED

    async def painting(self, job: Job, painted: Painted, shown: Shown) -> Delivered:
        """Deliver a painting, as a photo or a file."""
        as_photo = job.picture is PictureKind.PHOTO and _is_a_photo_to_telegram(painted)
        try:
            return await self._painting(job, painted, shown, as_photo)
        except (BadRequest, NetworkError) as error:
            if as_photo and refuses_the_photo(error):
                return await self._painting(job, painted, shown, as_photo=False)
            raise

    async def sticker(self, job: Job, painted: Painted, shown: Shown, before: Sequence[int]) -> Delivered:
        """Deliver a sticker, which Telegram shows without words; messages `before` it give way: none can be changed."""
        message = await self._bot.send_sticker(
            job.chat_id,
            painted.data,
            reply_markup=shown.keyboard,
            reply_parameters=_answering(job.reply_to_message_id),
        )
        for message_id in before:
            try:
                await self._bot.delete_message(job.chat_id, message_id)
            except TelegramError as error:
                _log.info("a sticker is left: %s", error)
        return _delivered(message)

    async def album(self, job: Job, paintings: Sequence[Painted], file_name: str) -> tuple[int, ...]:
        """Send the paintings of an album together, which Telegram shows without words and buttons; return their ids."""
        as_photos = job.picture is PictureKind.PHOTO and all(map(_is_a_photo_to_telegram, paintings))
        try:
            return await self._album(job, paintings, file_name, as_photos)
        except (BadRequest, NetworkError) as error:
            if as_photos and refuses_the_photo(error):
                return await self._album(job, paintings, file_name, as_photos=False)
            raise

    async def change(self, job: Job, message_id: int, painted: Painted, file_name: str) -> None:
        """Put a painting in the place of another one of an album; where that was deleted, nothing is changed."""
        media = _media(painted, file_name, as_photo=job.picture is PictureKind.PHOTO)
        try:
            await self._bot.edit_message_media(media, job.chat_id, message_id)
        except BadRequest as error:
            if not is_gone(error) and not changes_nothing(error):
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

    async def words(self, job: Job, shown: Shown, below: int) -> Delivered:
        """Deliver what goes with an album: below it, or in the place of what went with the one before.

        Args:
            job: whose album.
            shown: words and buttons.
            below: the first message of the album.
        """
        if job.edit_message_id is not None:
            try:
                await self._bot.edit_message_text(
                    shown.text,
                    job.chat_id,
                    job.edit_message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=shown.keyboard,
                )
            except BadRequest as error:
                if is_gone(error):
                    return await self._words_anew(job, shown, below)
                if not changes_nothing(error):
                    raise
            return Delivered(job.edit_message_id, None)
        return await self._words_anew(job, shown, below)

    async def _words_anew(self, job: Job, shown: Shown, below: int) -> Delivered:
        message = await self._bot.send_message(
            job.chat_id,
            shown.text,
            parse_mode=ParseMode.HTML,
            reply_markup=shown.keyboard,
            # In private nothing comes in between.
            reply_parameters=_answering(below) if job.chat_id < 0 else None,
        )
        return Delivered(message.message_id, None)

    async def _album(self, job: Job, paintings: Sequence[Painted], file_name: str, as_photos: bool) -> tuple[int, ...]:
        answering = _answering(job.reply_to_message_id)
        if len(paintings) == 1:
            # Telegram calls nothing an album that has one picture.
            send = self._bot.send_photo if as_photos else self._bot.send_document
            name = file_name + _SUFFIXES[paintings[0].format]
            message = await send(job.chat_id, paintings[0].data, filename=name, reply_parameters=answering)
            return (message.message_id,)
        names = [f"{file_name}-{number}" for number in range(1, len(paintings) + 1)]
        media = [_media(one, name, as_photo=as_photos) for one, name in zip(paintings, names, strict=True)]
        messages = await self._bot.send_media_group(job.chat_id, media, reply_parameters=answering)
        return tuple(message.message_id for message in messages)

    async def _painting(self, job: Job, painted: Painted, shown: Shown, as_photo: bool) -> Delivered:
        send = self._bot.send_photo if as_photo else self._bot.send_document
        name = _file_name(painted, shown)
        return await self._deliver(
            job,
            shown,
            _media(painted, shown.file_name, shown.text, as_photo=as_photo),
            functools.partial(send, job.chat_id, painted.data, filename=name),
        )

    async def _deliver(self, job: Job, shown: Shown, media: InputMedia, send: Callable[..., _Sent]) -> Delivered:
        """Put `media` in the place that there is for a result; else `send` the same as a new message."""
        place = job.edit_message_id or job.progress_message_id
        if place is not None:
            try:
                return await self._edit(job, place, shown, media)
            except BadRequest as error:
                if changes_nothing(error):
                    return Delivered(place, None)
                if not is_gone(error):
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
        begun_at = now()
        answer = await self._bot.edit_message_media(
            media, chat_id=job.chat_id, message_id=message_id, reply_markup=shown.keyboard
        )
        delivered = _delivered(answer) if isinstance(answer, Message) else Delivered(message_id, None)
        return replace(delivered, begun_at=begun_at)


def _media(
    painted: Painted, file_name: str, caption: str | None = None, *, as_photo: bool
) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if as_photo else InputMediaDocument
    return kind(painted.data, caption, ParseMode.HTML, filename=file_name + _SUFFIXES[painted.format])


def _is_a_photo_to_telegram(painted: Painted) -> bool:
    short, long = sorted((painted.width, painted.height))
    return len(painted.data) <= PHOTO_BYTES and short + long <= PHOTO_SIDES and long <= PHOTO_RATIO * short


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
    file = message.document or message.sticker
    return Delivered(message.message_id, file.file_id if file else None)
