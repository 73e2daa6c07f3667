"""Tells people how far their long jobs are: who waits, at which place in the line, and how a painting comes on.

Everything here is a courtesy: no job waits for it but for a call that is under way when its result is ready, and
none fails through it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram.ext import ExtBot

from bot.jobs.easel import Paints
from bot.jobs.errands import Errands
from bot.jobs.expectations import Expectations
from bot.jobs.hands import Hands
from bot.jobs.headway import Headway
from bot.jobs.line import Place, places
from bot.jobs.long_work import takes_long
from bot.jobs.presenter import Presenter, Shown
from bot.jobs.progress_message import PATIENCE_S, ProgressMessage
from bot.jobs.rest import until_at_rest
from bot.jobs.tidying import Tidying
from bot.jobs.titles import titled
from bot.limits.rate_limiter import Urgency
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.storage.moments import now
from engine import Picture, encode

# Who waits for less is told nothing: the result is the best answer.
LONG_S = 5.0
# Nor who has waited for long, when the result is about to come.
SOON_S = 2.0
# So many messages of this kind may stand in a chat for one person; their other jobs wait without.
MOST_AT_ONCE = 3
PREVIEW_QUALITY = 80
# Who has said for so long that they are sending a message does so no more: their process has ended, say.
LOST_AFTER_S = 3 * PATIENCE_S

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Stage:
    """Where a job is: at the easel, with its `headway`, or `number` in the line; `left` is seconds until it is done."""

    left: float
    headway: Headway | None = None
    number: int = 0


class Reporter:
    """Reports on the jobs that its worker has at hand and, for one of the workers, on those that wait in the queue.

    `owner` is the worker's name in its leases.
    """

    def __init__(
        self,
        *,
        bot: ExtBot[Urgency],
        database: Database,
        present: Presenter,
        owner: str,
        painter: Paints,
        hands: Hands,
        expectations: Expectations,
        tidying: Tidying,
        errands: Errands,
    ) -> None:
        self._bot = bot
        self._database = database
        self._present = present
        self._owner = owner
        self._painter = painter
        self._hands = hands
        self._expectations = expectations
        self._tidying = tidying
        self._errands = errands
        self._messages: dict[str, ProgressMessage] = {}
        self._calls: dict[str, asyncio.Task[None]] = {}
        # Since when others have been sending the messages of jobs.
        self._sent_since: dict[str, float] = {}

    async def report(self) -> None:
        """Say what is new; returns before it has arrived.

        Raises:
            SQLAlchemyError: the database failed.
        """
        async with self._database.snapshot() as db:
            in_flight = await jobs.in_flight(db)
        self._forget_all_but(in_flight)
        waiting = places(in_flight, is_painted=self._is_painted, left=self._left, takes_long=takes_long)
        for_the_queue = _spokesman(in_flight) == self._owner
        told = Counter((job.chat_id, job.user_id) for job in in_flight if self._is_told(job))
        for job in in_flight:
            stage = self._stage(job, waiting, for_the_queue)
            if stage is None or job.id in self._calls:
                continue
            if not self._is_told(job):
                if not _is_worth_it(job, stage.left):
                    continue
                if job.edit_message_id is None and told[job.chat_id, job.user_id] >= MOST_AT_ONCE:
                    continue
                told[job.chat_id, job.user_id] += 1
            self._say(job, stage)

    async def settled(self, job: Job) -> None:
        """Wait until nothing is on its way any more that could overtake the result."""
        call = self._calls.get(job.id)
        if call is not None:
            await asyncio.wait([call])

    def _stage(self, job: Job, waiting: Mapping[str, Place], for_the_queue: bool) -> _Stage | None:
        """Return where a job is; None if there is nothing to say about that, or it is for another worker to say."""
        if job.kind is JobKind.RENDER:
            # For an inline answer: there is no chat to say anything in.
            return None
        if job.picture is PictureKind.STICKER and job.edit_message_id is not None:
            # A sticker has no words to change.
            return None
        if job.state is JobState.QUEUED:
            return self._of_one_who_waits(job, waiting) if for_the_queue and job.not_before is None else None
        held = self._hands.get(job)
        if held is None or held.moot.done():
            return None
        headway = held.headway
        if headway.at_the_easel:
            return _Stage(headway.left, headway)
        # Between two turns at the easel, or after the last one, there is nothing to wait for.
        return None if headway.begun else self._of_one_who_waits(job, waiting)

    def _of_one_who_waits(self, job: Job, waiting: Mapping[str, Place]) -> _Stage | None:
        place = waiting.get(job.id)
        return None if place is None else _Stage(place.seconds + self._left(job), number=place.number)

    def _say(self, job: Job, stage: _Stage) -> None:
        if job.progress_message_id == jobs.BEING_SENT:
            since = self._sent_since.setdefault(job.id, time.monotonic())
            if time.monotonic() - since < LOST_AFTER_S:
                return
        else:
            self._sent_since.pop(job.id, None)
        message = self._messages.get(job.id)
        if message is None or (job.progress_message_id and message.message_id != job.progress_message_id):
            message = self._messages[job.id] = ProgressMessage(self._bot, job)
        if message.is_due:
            call = self._errands.begin(self._speak(job, message, stage))
            self._calls[job.id] = call
            call.add_done_callback(lambda _: self._calls.pop(job.id, None))

    async def _speak(self, job: Job, message: ProgressMessage, stage: _Stage) -> None:
        try:
            shown = await self._shown(job, stage)
            if job.progress_message_id == jobs.BEING_SENT:
                # It has been for too long: whoever sends it after all removes it again.
                async with self._database.transaction() as db:
                    await jobs.set_progress_message(db, job.id, None)
            if not job.progress_message_id and not await self._begin(job, message, shown):
                return
            preview = None
            # The words under an album cannot become a picture, nor a picture words again.
            if stage.headway is not None and message.wants_preview and job.kind is not JobKind.ALBUM:
                preview = stage.headway.take_preview()
            await message.edit(shown, None if preview is None else await asyncio.to_thread(_jpeg, preview))
            if stage.headway is None and message.message_id is not None:
                # Not here: whoever delivers the result may wait until all is said.
                self._errands.begin(self._mend(job, message.message_id))
        except Exception:
            _log.exception("how far it is could not be shown")

    async def _mend(self, job: Job, message_id: int) -> None:
        """Show again what has come into a message, perhaps from another worker, while something was said there."""
        try:
            async with self._database.snapshot() as db:
                row = await jobs.get(db, job.id)
            # Else its result is still to come, or another one.
            if row is None or row.state in (JobState.QUEUED, JobState.RUNNING):
                return
            if await until_at_rest(self._database, row.chat_id, message_id):
                return
            if row.state is JobState.CANCELLED and row.cancel_requested_at is not None:
                await self._tidying.after_calling_off(row)
            else:
                await self._tidying.show_again(row, message_id)
        except SQLAlchemyError as error:
            _log.warning("what was said may have covered a result: %s", error)

    async def _shown(self, job: Job, stage: _Stage) -> Shown:
        async with self._database.snapshot() as db:
            styles = await titled(db, job, self._painter.credit)
        if stage.headway is None:
            return self._present.waiting(job, styles, stage.number, stage.left)
        return self._present.at_work(job, styles, stage.headway.fraction, stage.headway.left)

    async def _begin(self, job: Job, message: ProgressMessage, shown: Shown) -> bool:
        """Find the job its message; True if there is one whose words are to be changed."""
        if job.edit_message_id is not None:
            async with self._database.transaction() as db:
                return await jobs.claim_progress(db, job.id, job.edit_message_id)
        async with self._database.transaction() as db:
            claimed = await jobs.claim_progress(db, job.id)
        if not claimed:
            return False
        try:
            await message.send(shown)
        finally:
            # Also where this worker has to end: else nobody could say a word about the job for a while.
            is_looked_after = await self._database.persist(
                lambda db: jobs.set_progress_message(db, job.id, message.message_id)
            )
        if message.message_id is not None and not is_looked_after:
            await self._tidying.remove(job.chat_id, message.message_id)
        return False

    def _forget_all_but(self, in_flight: Sequence[Job]) -> None:
        ids = {job.id for job in in_flight}
        self._messages = {job_id: message for job_id, message in self._messages.items() if job_id in ids}
        self._sent_since = {job_id: since for job_id, since in self._sent_since.items() if job_id in ids}

    def _is_told(self, job: Job) -> bool:
        # A row tells only afterwards of what is being sent now.
        return job.progress_message_id is not None or job.id in self._messages

    def _is_painted(self, job: Job) -> bool:
        if job.state is JobState.QUEUED:
            return False
        held = self._hands.get(job)
        # What another worker has at hand is taken to be at its easel.
        return held is None or held.headway.begun

    def _left(self, job: Job) -> float:
        held = self._hands.get(job)
        if held is not None:
            return held.headway.left
        expected = self._expectations.of(job)
        if job.state is JobState.QUEUED or job.started_at is None:
            return expected
        return max(expected - (now() - job.started_at).total_seconds(), 0.0)


def _spokesman(in_flight: Sequence[Job]) -> str | None:
    """Return the worker that speaks for those in the queue: all see the same rows, and so agree."""
    leased = [(job.started_at, job.id, job.lease_owner) for job in in_flight if job.lease_owner and job.started_at]
    return min(leased)[2] if leased else None


def _is_worth_it(job: Job, left: float) -> bool:
    waited = (now() - job.created_at).total_seconds()
    return waited + left > LONG_S and left > SOON_S


def _jpeg(picture: Picture) -> bytes:
    return encode(picture, "JPEG", PREVIEW_QUALITY)
