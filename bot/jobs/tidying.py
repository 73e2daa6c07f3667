"""What becomes of the messages that told how far a job is, where no result has taken their place."""

from __future__ import annotations

import logging

from telegram import Bot, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.jobs.before import Before, before
from bot.jobs.delivered import Delivered
from bot.jobs.easel import Paints
from bot.jobs.presenter import Presenter
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models import Job, JobKind

_log = logging.getLogger(__name__)


class Tidying:
    """Leaves no chat with a message that still counts what has come to its end; failures are only logged."""

    def __init__(self, bot: Bot, database: Database, painter: Paints, present: Presenter) -> None:
        self._bot = bot
        self._database = database
        self._painter = painter
        self._present = present

    async def after(self, job: Job, result_message_id: int | None = None) -> None:
        """Remove the message of a job whose result, or the reason why there is none, stands in another one."""
        message_id = await self._message_of(job)
        if message_id is None or message_id == result_message_id:
            return
        try:
            if message_id != job.edit_message_id:
                await self._bot.delete_message(job.chat_id, message_id)
            elif not await self._restore(job, message_id):
                await self._say_so(job, message_id)
        except TelegramError as error:
            _log.warning("a progress message is left: %s", error)

    async def after_calling_off(self, job: Job) -> None:
        """Say that a job was stopped: the result that it was to replace comes back, or a sentence tells so."""
        message_id = await self._message_of(job)
        if message_id is None:
            return
        try:
            if message_id != job.edit_message_id or not await self._restore(job, message_id):
                await self._say_so(job, message_id)
        except TelegramError as error:
            _log.warning("a progress message is left: %s", error)

    async def after_overtaking(self, job: Job, delivered: Delivered) -> None:
        """Show a newer painting again that stood in the message already when a result came late and covered it."""
        if job.edit_message_id is None or delivered.message_id != job.edit_message_id:
            return
        async with self._database.snapshot() as db:
            newest = await before(db, job, self._painter.credit)
        if newest is None or newest.job.created_at <= job.created_at:
            return
        try:
            await self._show(newest, job.chat_id, job.edit_message_id)
        except TelegramError as error:
            _log.warning("a newer painting stays covered: %s", error)

    async def after_losing(self, job: Job, delivered: Delivered) -> None:
        """Remove a picture that was put away for an inline answer, if no row tells where it is.

        Its person was forgotten while it was on its way.
        """
        if job.kind is not JobKind.RENDER or delivered.message_id is None:
            return
        async with self._database.snapshot() as db:
            row = await jobs.get(db, job.id)
        if row is not None and row.result_message_id == delivered.message_id:
            # Done by a commit whose answer was lost.
            return
        try:
            await self._bot.delete_message(job.chat_id, delivered.message_id)
        except TelegramError as error:
            _log.error("a picture of somebody who is forgotten is left in the storage chat: %s", error)

    async def _message_of(self, job: Job) -> int | None:
        async with self._database.snapshot() as db:
            return await jobs.progress_message(db, job.id)

    async def _restore(self, job: Job, message_id: int) -> bool:
        async with self._database.snapshot() as db:
            was = await before(db, job, self._painter.credit)
        if was is None:
            return False
        await self._show(was, job.chat_id, message_id)
        return True

    async def _show(self, was: Before, chat_id: int, message_id: int) -> None:
        if was.job.kind is JobKind.ALBUM:
            words = self._present.album(was.job, was.styles, (), len(was.job.album_file_ids or ()), {})
            await self._bot.edit_message_text(
                words.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=words.keyboard
            )
            return
        assert was.job.result_file_id is not None
        shown = self._present.painted(was.job, was.styles)
        media = InputMediaPhoto(was.job.result_file_id, shown.text, ParseMode.HTML)
        await self._bot.edit_message_media(media, chat_id, message_id, reply_markup=shown.keyboard)

    async def _say_so(self, job: Job, message_id: int) -> None:
        shown = self._present.called_off(job)
        try:
            await self._bot.edit_message_text(
                shown.text, job.chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=shown.keyboard
            )
        except TelegramError:
            # It has a picture by now, as far as that has come.
            await self._bot.edit_message_caption(
                job.chat_id, message_id, caption=shown.text, parse_mode=ParseMode.HTML, reply_markup=shown.keyboard
            )
