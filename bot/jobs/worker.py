"""The worker: takes jobs from the queue, paints them one at a time, and delivers them by itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import logs
from bot.jobs import queue
from bot.jobs.delivery import Delivered, Delivery, Presenter
from bot.jobs.errors import JobError, JobHeld, StyleGone
from bot.jobs.painter import GalleryStyle, LearntStyle, Painted, StyleSource
from bot.storage import people, styles
from bot.storage.database import Database
from bot.storage.models import Job, JobKind, now
from engine import EngineError

# How often the queue is looked at when nobody says that there is something new.
POLL_S = 1.0
# How long after a failure of Telegram or the network the same job is tried again: doubled each time.
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 60.0
# After so long nobody waits for a painting any more.
GIVE_UP_AFTER = timedelta(hours=24)
# How long a worker that is told to stop may take to finish what it is at.
GRACE_S = 20.0
# Paintings kept in memory whose delivery was put off, so that they need not be painted again.
KEPT_PAINTINGS = 16

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Paints(Protocol):
    """What the worker needs of `bot.jobs.painter.Painter`."""

    @property
    def encoder(self) -> str:
        """Identity of the encoder that statistics must have been made with."""

    def title(self, name: str) -> str:
        """Return the title of a style of the gallery."""

    def paint(
        self, photo: bytes, source: StyleSource, job: Job, cancelled: Callable[[], bool] | None = None
    ) -> Painted:
        """Paint a photo."""

    def learn(self, painting: bytes) -> bytes:
        """Return the statistics of a painting."""


@dataclass
class _PutOff:
    """What is remembered of a job whose delivery failed for now."""

    failures: int = 0
    painted: Painted | None = None


class Worker:
    """Works on up to `jobs_in_flight` jobs at once, of which one is painted while others come and go.

    `owner` names the worker in its leases; no two that run at the same time may share a name.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        database: Database,
        painter: Paints,
        present: Presenter,
        owner: str,
        jobs_in_flight: int,
        lease_seconds: float,
    ) -> None:
        self._delivery = Delivery(bot)
        self._database = database
        self._painter = painter
        self._present = present
        self._owner = owner
        self._slots = asyncio.Semaphore(jobs_in_flight)
        self._lease_seconds = lease_seconds
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._put_off: OrderedDict[str, _PutOff] = OrderedDict()
        # One thread: torch itself uses all cores, and two pictures at once only need more memory.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="painter")
        self._give_up = False

    def wake(self) -> None:
        """Say that there is a new job."""
        self._news.set()

    def stop(self) -> None:
        """Let `run` come to an end: what is at hand is finished within `GRACE_S`, or handed back."""
        self._stopping.set()
        self._news.set()

    async def run(self) -> None:
        """Work until told to stop."""
        heart = asyncio.create_task(self._beat())
        try:
            while not self._stopping.is_set():
                await self._slots.acquire()
                job = None if self._stopping.is_set() else await self._next()
                if job is None:
                    self._slots.release()
                else:
                    task = asyncio.create_task(self._work(job))
                    self._at_work[job.id] = task
                    task.add_done_callback(lambda _, job=job: self._leave(job))
        finally:
            await self._finish()
            heart.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await heart
            self._thread.shutdown(wait=False, cancel_futures=True)

    def _leave(self, job: Job) -> None:
        del self._at_work[job.id]
        self._slots.release()

    async def _next(self) -> Job | None:
        """Take the next job; where there is none, wait for a while and return None."""
        self._news.clear()
        wait = POLL_S
        try:
            async with self._database.transaction() as db:
                for job_id in await queue.retake(db):
                    _log.warning("job %s was lost by its worker and is taken up again", job_id)
                if job := await queue.lease(db, self._owner, self._lease_seconds):
                    return job
                if due := await queue.next_due(db):
                    wait = min(wait, max((due - now()).total_seconds(), 0.0))
        except SQLAlchemyError:
            _log.exception("the queue cannot be read")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), wait)
        return None

    async def _beat(self) -> None:
        """Keep the leases of the jobs at hand alive."""
        while True:
            await asyncio.sleep(self._lease_seconds / 3)
            if self._at_work:
                try:
                    async with self._database.transaction() as db:
                        await queue.heartbeat(db, self._owner, list(self._at_work), self._lease_seconds)
                except SQLAlchemyError:
                    _log.exception("the leases could not be renewed")

    async def _finish(self) -> None:
        tasks = list(self._at_work.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_S)
            self._give_up = True
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        async with self._database.transaction() as db:
            count = await queue.hand_back(db, self._owner)
        if count:
            _log.info("%d jobs are handed back", count)

    async def _work(self, job: Job) -> None:
        """Bring one job to its end, or put it off; whatever goes wrong, the worker goes on."""
        logs.job_id.set(job.id)
        try:
            await self._answer(job)
            self._put_off.pop(job.id, None)
        except TelegramError as error:
            await self._after(job, error)
        except SQLAlchemyError:
            # Its lease is not renewed any more: once it lapses, the job is taken up again.
            _log.exception("the database failed at the job")
        except Exception as error:
            _log.exception("the job is held: Easel itself is wrong")
            await self._hold(job, error)

    async def _answer(self, job: Job) -> None:
        """Make what was asked for and deliver it; or deliver the reason why not."""
        if job.attempts >= queue.MAX_ATTEMPTS:
            _log.error("painting the job has ended its worker %d times: it is held", job.attempts)
            held = JobHeld()
            await self._delivery.text(job, self._present.failed(job, held))
            await self._hold(job, held)
            return
        if await self._is_moot(job):
            return
        try:
            delivered = await (self._paint(job) if job.kind is JobKind.PAINT else self._learn(job))
        except (JobError, EngineError) as error:
            _log.info("the job fails: %s: %s", type(error).__name__, error)
            delivered = await self._delivery.text(job, self._present.failed(job, error))
            await self._complete(job, delivered, f"{type(error).__name__}: {error}")
        else:
            if delivered is not None:
                await self._complete(job, delivered)

    async def _paint(self, job: Job) -> Delivered | None:
        assert job.photo_file_id is not None
        source, style_name = await self._style(job)
        kept = self._put_off.get(job.id)
        painted = kept.painted if kept is not None else None
        if painted is None:
            photo = await self._delivery.fetch(job.photo_file_id)
            painted = await self._guarded(
                job, lambda: self._painter.paint(photo, source, job, lambda: self._give_up)
            )
        if painted is None or await self._is_moot(job):
            return None
        try:
            return await self._delivery.painting(job, painted, self._present.painted(job, style_name))
        except TelegramError:
            self._remember(job).painted = painted
            raise

    async def _learn(self, job: Job) -> Delivered | None:
        try:
            source, style_name = await self._style(job)
        except EngineError:
            # What cannot be read is no style; without this it would stay in the person's list.
            async with self._database.transaction() as db:
                await styles.remove_own(db, _own_id(job.style))
            raise
        del source
        return await self._delivery.text(job, self._present.learned(job, style_name))

    async def _style(self, job: Job) -> tuple[StyleSource, str]:
        """Return the style of a job and its name for people; statistics that are missing are made."""
        kind, _, name = job.style.partition(":")
        if kind == "gallery":
            try:
                return GalleryStyle(name), self._painter.title(name)
            except KeyError as error:
                raise StyleGone from error
        async with self._database.snapshot() as db:
            own = await styles.get_own(db, _own_id(job.style))
        if own is None:
            raise StyleGone
        encoder = await self._in_thread(lambda: self._painter.encoder)
        statistics = own.statistics
        if statistics is None or own.encoder != encoder:
            painting = await self._delivery.fetch(own.painting_file_id)
            statistics = await self._guarded(job, lambda: self._painter.learn(painting))
            if statistics is None:
                raise StyleGone
            async with self._database.transaction() as db:
                await styles.keep_statistics(db, own.id, statistics, encoder)
        return LearntStyle(own.id, statistics), own.name

    async def _guarded(self, job: Job, work: Callable[[], T]) -> T | None:
        """Run `work` in the painter's thread, counted as an attempt; None if the job is no longer ours.

        Should the process not survive it, the count tells; the job is taken up again, but not for ever.
        """
        return await self._in_thread(work)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
