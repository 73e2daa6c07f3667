"""Where a worker makes what a job asks for: one picture at a time, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from bot.jobs import queue
from bot.jobs.delivery import Delivery
from bot.jobs.errors import StyleGone
from bot.jobs.painter import GalleryStyle, LearntStyle, Painted, StyleSource
from bot.storage import styles
from bot.storage.database import Database
from bot.storage.models import Job
from bot.styles import Titled, own_id

T = TypeVar("T")


class Paints(Protocol):
    """What the studio needs of `bot.jobs.painter.Painter`."""

    @property
    def encoder(self) -> str:
        """Identity of the encoder that statistics must have been made with."""

    def warm_up(self) -> None:
        """Load what the first painting would have to wait for."""

    def credit(self, name: str) -> str:
        """Return title, artist and year of a style of the gallery; KeyError if there is none of that name."""

    def paint(
        self, photo: bytes, source: StyleSource, job: Job, cancelled: Callable[[], bool] | None = None
    ) -> Painted:
        """Paint a photo."""

    def learn(self, painting: bytes) -> bytes:
        """Return the statistics of a painting."""


class MootError(Exception):
    """Nobody waits for the job any more."""


class Studio:
    """Makes paintings and styles; `owner` is the worker in whose name jobs are leased."""

    def __init__(self, database: Database, delivery: Delivery, painter: Paints, owner: str) -> None:
        self._database = database
        self._delivery = delivery
        self._painter = painter
        self._owner = owner
        # One thread: torch itself uses all cores, and two pictures at once only need more memory.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="painter")
        # Whose turn it is; the count of attempts is exact only if one paints at a time.
        self._easel = asyncio.Lock()
        self._broken_off = False

    async def warm_up(self) -> None:
        """Load what the first painting would have to wait for.

        Raises:
            EngineError: the weights are missing or damaged.
        """
        await self._in_thread(self._painter.warm_up)

    def break_off(self) -> None:
        """Let the picture at hand, and all others, end with `engine.Cancelled`."""
        self._broken_off = True

    def close(self) -> None:
        """Let go of the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def paint(self, job: Job, source: StyleSource) -> Painted:
        """Fetch the job's photo and paint it.

        Raises:
            MootError: nobody waits for it any more.
            JobError, EngineError: it cannot be painted, for a reason to tell the person.
            TelegramError: the photo cannot be fetched now.
        """
        assert job.photo_file_id is not None
        photo = await self._delivery.fetch(job.photo_file_id)
        return await self._at_the_easel(job, lambda: self._painter.paint(photo, source, job, lambda: self._broken_off))

    async def style(self, job: Job) -> tuple[StyleSource, Titled]:
        """Return the style of a job and its name for people; statistics that are missing are made.

        Raises:
            StyleGone: there is no such style any more.
            MootError, JobError, EngineError, TelegramError: as `paint`, of the style's painting.
        """
        style_id = own_id(job.style)
        if style_id is None:
            name = job.style.partition(":")[2]
            try:
                return GalleryStyle(name), Titled(name, self._painter.credit(name))
            except KeyError as error:
                raise StyleGone from error
        async with self._database.snapshot() as db:
            own = await styles.get_own(db, style_id)
        if own is None:
            raise StyleGone
        encoder = await self._in_thread(lambda: self._painter.encoder)
        statistics = own.statistics
        if statistics is None or own.encoder != encoder:
            painting = await self._delivery.fetch(own.painting_file_id)
            statistics = await self._at_the_easel(job, lambda: self._painter.learn(painting))
            async with self._database.transaction() as db:
                await styles.keep_statistics(db, own.id, statistics, encoder)
        return LearntStyle(own.id, statistics), Titled(own.name)

    async def _at_the_easel(self, job: Job, work: Callable[[], T]) -> T:
        """Run `work` in the thread, counted as an attempt for as long as it lasts.

        Should the process not survive it, the count stays: the job is taken up again, but not for ever.
        """
        async with self._easel:
            async with self._database.transaction() as db:
                if await queue.superseded(db, job):
                    raise MootError("superseded")
                if not await queue.begin_painting(db, job.id, self._owner):
                    raise MootError("not this worker's any more")
            try:
                return await self._in_thread(work)
            finally:
                async with self._database.transaction() as db:
                    await queue.end_painting(db, job.id, self._owner)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
