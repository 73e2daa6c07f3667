"""The one message that tells how far a job is: a message of its own, or the result that the job will replace."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from telegram import InputMediaPhoto, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.jobs.presenter import Shown
from bot.limits.rate_limiter import Urgency
from bot.refusals import changes_nothing
from bot.storage.models.jobs import Job

# A sign of life that takes longer has lost its point, and the result would have to wait for it.
PATIENCE_S = 8.0
# Seconds between two edits, and between two pictures, in private chats and in groups.
EDIT_S, EDIT_IN_GROUP_S = 1.0, 5.0
PREVIEW_S, PREVIEW_IN_GROUP_S = 4.0, 15.0

_log = logging.getLogger(__name__)


class ProgressMessage:
    """Shows how far a job is; whatever goes wrong about that is only logged, for none of it must hold up the job."""

    def __init__(self, bot: ExtBot[Urgency], job: Job, clock: Callable[[], float] = time.monotonic) -> None:
        self.message_id = job.progress_message_id or job.edit_message_id
        self._bot = bot
        self._job = job
        self._clock = clock
        # Whether its words are a caption; of a message from before nobody can say for sure.
        self._has_picture = job.edit_message_id is not None
        self._words = ""
        self._shown_at = self._preview_at = float("-inf")
        in_group = job.chat_id < 0
        self._pause = EDIT_IN_GROUP_S if in_group else EDIT_S
        self._preview_pause = PREVIEW_IN_GROUP_S if in_group else PREVIEW_S

    @property
    def is_due(self) -> bool:
        """Whether the last change is long enough ago."""
        return self._clock() - self._shown_at >= self._pause

    @property
    def wants_preview(self) -> bool:
        """Whether the last picture is long enough ago."""
        return self._clock() - self._preview_at >= self._preview_pause

    async def send(self, shown: Shown) -> int | None:
        """Send it as a message that answers the photo; return its id, or None if that did not work."""
        job = self._job
        answering = job.reply_to_message_id

        async def call() -> None:
            message = await self._bot.send_message(
                job.chat_id,
                shown.text,
                ParseMode.HTML,
                reply_markup=shown.keyboard,
                reply_parameters=None
                if answering is None
                else ReplyParameters(answering, allow_sending_without_reply=True),
                disable_notification=True,
                read_timeout=PATIENCE_S,
                rate_limit_args=Urgency.COURTESY,
            )
            self.message_id = message.message_id

        await self._attempt(call, shown)
        return self.message_id

    async def edit(self, shown: Shown, preview: bytes | None = None) -> None:
        """Show something else in it, with `preview`, a JPEG file, as its picture."""
        if preview is not None:
            self._has_picture = True
            self._preview_at = self._clock()
        elif shown.text == self._words:
            return
        await self._attempt(lambda: self._edit(shown, preview), shown)

    async def _attempt(self, call: Callable[[], Awaitable[object]], shown: Shown) -> None:
        self._shown_at = self._clock()
        try:
            await call()
        except (BadRequest, Forbidden) as error:
            # The person has removed it, or blocked the bot; the next try would fail, too.
            _log.info("how far it is cannot be shown: %s", error)
            self._shown_at = float("inf")
        except TelegramError as error:
            _log.info("how far it is could not be shown: %s", error)
        else:
            self._words = shown.text

    async def _edit(self, shown: Shown, preview: bytes | None) -> None:
        try:
            await self._change(shown, preview)
        except BadRequest as error:
            if changes_nothing(error):
                return
            problem = error.message.lower()
            if "there is no caption" not in problem and "there is no text" not in problem:
                raise
            self._has_picture = not self._has_picture
            await self._change(shown, preview)

    async def _change(self, shown: Shown, preview: bytes | None) -> None:
        chat_id, message_id, keyboard = self._job.chat_id, self.message_id, shown.keyboard
        urgency = Urgency.COURTESY
        if preview is not None:
            await self._bot.edit_message_media(
                InputMediaPhoto(preview, shown.text, ParseMode.HTML),
                chat_id,
                message_id,
                reply_markup=keyboard,
                read_timeout=PATIENCE_S,
                rate_limit_args=urgency,
            )
        elif self._has_picture:
            await self._bot.edit_message_caption(
                chat_id,
                message_id,
                caption=shown.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                read_timeout=PATIENCE_S,
                rate_limit_args=urgency,
            )
        else:
            await self._bot.edit_message_text(
                shown.text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                read_timeout=PATIENCE_S,
                rate_limit_args=urgency,
            )
