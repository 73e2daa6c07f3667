"""What becomes of the messages that told how far a job is, where no result has taken their place."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.jobs.before import Before, before
from bot.jobs.delivered import Delivered
from bot.jobs.easel import Paints
from bot.jobs.errands import Errands
from bot.jobs.presenter import Presenter
from bot.jobs.rest import until_at_rest
from bot.limits.retry_after import seconds_of
from bot.refusals import changes_nothing
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind

# How often a message is changed again for what came into it meanwhile.
MOST_TIMES = 5

_log = logging.getLogger(__name__)


class Tidying:
    """Leaves no chat with a message that still counts what has come to its end; failures are only logged."""

    def __init__(self, bot: Bot, database: Database, painter: Paints, present: Presenter, errands: Errands) -> None:
        self._bot = bot
        self._database = database
        self._painter = painter
        self._present = present
        self._errands = errands

    async def after(self, job: Job, result_message_id: int | None = None) -> None:
        """Remove the message of a job whose result, or the reason why there is none, stands in another one."""
        message_id = await self._message_of(job)
        if message_id is None or message_id == result_message_id:
            return
        try:
            if message_id != job.edit_message_id:
                await self.remove(job.chat_id, message_id)
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
        """Show the newest result of a message again where an older one may have come late and covered it.

        Whichever of the two ends last sees that the other has ended, and does it: `job` may be either.
        """
        if job.edit_message_id is None or delivered.message_id != job.edit_message_id:
            return
        async with self._database.snapshot() as db:
            newest = await jobs.last_shown(db, job.user_id, job.chat_id, job.edit_message_id)
            if newest is None:
                return
            is_covered = newest.created_at > job.created_at
            if newest.id == job.id and delivered.begun_at is not None:
                is_covered = await jobs.older_has_ended_since(db, job, delivered.begun_at)
        if is_covered:
            await self.show_again(job, job.edit_message_id)

    async def after_giving_up(self, job: Job) -> None:
        """Show the newer result again that has made a job moot: what was sent of that before may have come late.

        That is how far it is; and its own result, if the last try to deliver it failed, as far as anybody knows.
        """
        if job.edit_message_id is None or (job.error is None and await self._message_of(job) is None):
            return
        if await until_at_rest(self._database, job.chat_id, job.edit_message_id):
            return
        async with self._database.snapshot() as db:
            newest = await jobs.last_shown(db, job.user_id, job.chat_id, job.edit_message_id)
        if newest is not None and newest.created_at > job.created_at:
            await self.show_again(job, job.edit_message_id)

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Remove a message that nobody looks after."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramError as error:
            _log.warning("a progress message is left: %s", error)

    async def show_again(self, job: Job, message_id: int, times: int = MOST_TIMES) -> None:
        """Show what a message in the chat of `job` held last, whatever has covered it; later, if Telegram says so.

        What comes meanwhile may end underneath; it is shown again in its turn, up to so many `times` in all.
        """
        try:
            await self._restore(job, message_id, times)
        except RetryAfter as error:
            self._errands.begin(self._show_after(seconds_of(error), job, message_id, times))
        except TelegramError as error:
            _log.warning("a result stays covered: %s", error)

    async def _show_after(self, seconds: float, job: Job, message_id: int, times: int) -> None:
        await asyncio.sleep(seconds)
        try:
            # What was wished for meanwhile covers it by itself.
            if not await until_at_rest(self._database, job.chat_id, message_id):
                await self.show_again(job, message_id, times)
        except SQLAlchemyError as error:
            _log.warning("a result stays covered: %s", error)

    async def _look_again(self, job: Job, message_id: int, shown: Job | None, times: int) -> None:
        """See to what came into a message while it was made to show the result of `shown`, or words."""
        try:
            await until_at_rest(self._database, job.chat_id, message_id)
            async with self._database.snapshot() as db:
                newest = await jobs.last_shown(db, job.user_id, job.chat_id, message_id)
            if newest is None or (shown is not None and newest.id == shown.id):
                return
            if times > 0:
                await self.show_again(job, message_id, times)
            else:
                _log.warning("a result stays covered: others keep coming")
        except SQLAlchemyError as error:
            _log.warning("a result stays covered: %s", error)

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

    async def _restore(self, job: Job, message_id: int, times: int = MOST_TIMES) -> bool:
        async with self._database.snapshot() as db:
            was = await before(db, job, message_id, self._present, self._painter.credit)
        if was is None:
            return False
        try:
            await self._show(was, job.chat_id, message_id)
        except BadRequest as error:
            if not changes_nothing(error):
                raise
        self._errands.begin(self._look_again(job, message_id, was.job, times - 1))
        return True

    async def _show(self, was: Before, chat_id: int, message_id: int) -> None:
        shown = was.shown
        if was.job.kind is JobKind.ALBUM:
            await self._bot.edit_message_text(
                shown.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=shown.keyboard
            )
            return
        assert was.job.result_file_id is not None
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
        self._errands.begin(self._look_again(job, message_id, None, MOST_TIMES))
