"""Where a worker makes what a job asks for, one after the other or several alike at once, in threads of its own."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from bot.jobs import queue
from bot.jobs.batching import Gathering, Member, Results, TakenAlong, likeness, paint_all
from bot.jobs.commission import Commission
from bot.jobs.delivery import Delivery
from bot.jobs.easel import Paints
from bot.jobs.errors import StyleGone
from bot.jobs.expectations import Expectations
from bot.jobs.hands import Hands
from bot.jobs.long_work import takes_long
from bot.jobs.moot import LeaseLost, MootError
from bot.jobs.painter import GalleryStyle, LearntStyle, SampledStyle, StyleSource
from bot.jobs.presenter import Presenter
from bot.jobs.reporter import Reporter
from bot.jobs.turns import Turns
from bot.jobs.watchdog import Watchdog
from bot.storage import styles
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from bot.styles import Titled, gallery_name, own_id, sample_seed
from engine import Cancelled

T = TypeVar("T")

# Paintings kept in memory whose delivery was put off, so that they need not be painted again.
KEPT_PAINTINGS = 16
# How long decoding, or one step of painting, may take before it counts as hung; the largest pictures take some seconds.
STUCK_S = 180.0


@dataclass(frozen=True)
class Material:
    """A style as the painter takes it, and what people call it."""

    source: StyleSource
    titled: Titled


class Workshop:
    """What every kind of job is made with; `owner` is the worker in whose name jobs are leased."""

    def __init__(
        self,
        *,
        database: Database,
        delivery: Delivery,
        painter: Paints,
        present: Presenter,
        owner: str,
        hands: Hands,
        expectations: Expectations,
        reporter: Reporter,
    ) -> None:
        self.database = database
        self.delivery = delivery
        self.painter = painter
        self.present = present
        self.owner = owner
        self.hands = hands
        self._expectations = expectations
        self._reporter = reporter
        # One turn at a time, of a picture or of several painted together: torch itself uses all cores, and two turns at
        # once would only need more memory. Long work has a thread of its own, in which it can stop in the middle for
        # short work.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="painter")
        self._long_thread = ThreadPoolExecutor(1, thread_name_prefix="long-work")
        self._turns = Turns()
        self._gathering = Gathering(hands, painter.most_at_once)
        self._watchdog = Watchdog(STUCK_S)
        self._broken_off = False
        self._kept: OrderedDict[str, Any] = OrderedDict()

    async def warm_up(self) -> None:
        """Load what the first painting would have to wait for.

        Raises:
            EngineError: the weights are missing or damaged.
        """
        await self._in_thread(self.painter.warm_up)

    def break_off(self) -> None:
        """Let the picture at hand, and all others, end with `engine.Cancelled`."""
        self._broken_off = True

    def close(self) -> None:
        """Let go of the threads."""
        for thread in (self._thread, self._long_thread):
            thread.shutdown(wait=False, cancel_futures=True)

    async def made(self, job: Job, make: Callable[[], Awaitable[T]]) -> T:
        """Return what `make` makes; what was made before a delivery that failed for now is not made again."""
        made: T | None = self._kept.get(job.id)
        if made is not None:
            self.hands[job].headway.skip()
        else:
            made = self._kept[job.id] = await make()
            if len(self._kept) > KEPT_PAINTINGS:
                self._kept.popitem(last=False)
        return made

    def forget(self, job: Job) -> None:
        """Let go of what was made for a job that has come to its end."""
        self._kept.pop(job.id, None)

    async def require_wanted(self, job: Job) -> None:
        """Begin a delivery, if somebody still waits for it; find out where its progress was told.

        Raises:
            MootError: it was called off, there is a newer wish for the message that it would take the place of, or
                it is no longer this worker's.
        """
        async with self.database.transaction() as db:
            has_begun = await queue.begin_delivery(db, job, self.owner)
        if not has_begun:
            await self._give_up(job)

    async def materials(self, job: Job, references: tuple[str, ...] | None = None) -> list[Material]:
        """Return the styles of a job's look, or those named, in order; statistics that are missing are made.

        Raises:
            StyleGone: one of them does not exist any more.
            MootError, JobError, EngineError, TelegramError: as `at_the_easel`, and of the style's painting.
        """
        return [await self.material(job, reference) for reference in references or job.look.styles]

    async def material(self, job: Job, reference: str, method: str | None = None) -> Material:
        """Return one style, for a method or else that of the job's look; errors are those of `materials`."""
        if (name := gallery_name(reference)) is not None:
            try:
                return Material(GalleryStyle(name), Titled(name, self.painter.credit(name)))
            except KeyError as error:
                raise StyleGone from error
        if (seed := sample_seed(reference)) is not None:
            return Material(SampledStyle(seed), Titled(""))
        return await self._own(job, reference, method or job.look.method)

    async def _own(self, job: Job, reference: str, method: str) -> Material:
        style_id = own_id(reference)
        async with self.database.snapshot() as db:
            own = None if style_id is None else await styles.get_own(db, style_id)
            kept = None if own is None else await styles.statistics(db, own.id, method)
        if own is None:
            raise StyleGone
        encoder = await self._in_thread(lambda: self.painter.encoder)
        if kept is not None and kept.encoder == encoder:
            statistics = kept.statistics
        else:
            painting = await self.delivery.fetch(own.painting_file_id)
            statistics = await self.at_the_easel(job, lambda _: self.painter.learn(painting, method))
            async with self.database.transaction() as db:
                await styles.keep_statistics(db, own.id, method, encoder, statistics)
        return Material(LearntStyle(own.id, method, statistics), Titled(own.name, came_with=own.photo_file_id))

    def most_at_once(self, job: Job) -> int:
        """Return how many of a job's photos are best painted together at most."""
        return 1 if likeness(job) is None else self.painter.most_at_once

    async def paintings(self, job: Job, commissions: Sequence[Commission]) -> Results:
        """Return what becomes of a job's photos, `most_at_once` at most; those of others that are alike come along.

        Raises:
            MootError: as `at_the_easel`.
        """
        if self.most_at_once(job) == 1:
            return await self.at_the_easel(job, lambda cancelled: paint_all(self.painter, commissions, cancelled))
        mine = Member(self.hands[job], commissions)
        try:
            with self._gathering.waiting(mine):
                async with self._turns.turn(unless=mine.leaves, priority=job.priority), self._attempt(job):
                    return await self._lead(mine)
        except TakenAlong:
            return await self._ride(mine)

    async def _lead(self, mine: Member) -> Results:
        """Paint together what is alike: the easel is this job's."""
        companions = await self._gathering.companions(mine)
        try:
            members = [mine] + [each for each in companions if await asyncio.shield(each.has_begun)]
            commissions = [commission for member in members for commission in member.commissions]

            def cancelled() -> bool:
                self._watchdog.alive()
                return self._broken_off or all(member.held.moot.done() for member in members)

            with self._watchdog.watching():
                results = iter(await self._in_thread(lambda: paint_all(self.painter, commissions, cancelled)))
            mine_made, *made = [[next(results) for _ in member.commissions] for member in members]
            for member, of_member in zip(members[1:], made, strict=True):
                if not member.results.done():
                    member.results.set_result(of_member)
            return mine_made
        finally:
            for member in companions:
                if not member.results.done():
                    member.results.set_exception(Cancelled())

    async def _ride(self, mine: Member) -> Results:
        """Have this job's pictures painted in another one's turn."""
        try:
            async with self._attempt(mine.held.job):
                mine.has_begun.set_result(True)
                return await mine.results
        finally:
            if not mine.has_begun.done():
                mine.has_begun.set_result(False)
                mine.results.cancel()

    async def at_the_easel(self, job: Job, work: Callable[[Callable[[], bool]], T]) -> T:
        """Run `work` in a thread, counted as an attempt for as long as it lasts.

        Should the process not survive it, the count stays: the job is taken up again, but not for ever. What `work`
        gets tells it whether to break off, with `engine.Cancelled`; there, long work also makes room for short work.

        Raises:
            MootError: nobody waits for the job any more, or it is no longer this worker's.
        """
        held, loop = self.hands[job], asyncio.get_running_loop()
        is_long = takes_long(job)

        def is_over() -> bool:
            return self._broken_off or held.moot.done()

        def cancelled() -> bool:
            if is_long and not is_over():
                self._turns.step_aside(loop)
            self._watchdog.alive()
            return is_over()

        async with self._turns.turn(unless=held.moot, priority=job.priority), self._attempt(job):
            with self._watchdog.watching():
                return await self._in_thread(lambda: work(cancelled), is_long=is_long)

    @asynccontextmanager
    async def _attempt(self, job: Job) -> AsyncIterator[None]:
        """Count an attempt for as long as the context is open."""
        held = self.hands[job]
        async with self.database.transaction() as db:
            if await queue.superseded(db, job):
                raise MootError("superseded")
            has_begun = await queue.begin_painting(db, job.id, self.owner)
        if not has_begun:
            await self._give_up(job)
        held.headway.begin()
        started = time.monotonic()
        try:
            yield
        except Cancelled:
            if held.moot.done():
                raise held.moot.result() from None
            raise
        finally:
            held.headway.end()
            # Or it would overtake the result.
            await self._reporter.settled(job)
            is_mine = await self.database.persist(lambda db: queue.end_painting(db, job.id, self.owner))
        if not is_mine:
            raise LeaseLost
        self._expectations.note(job, time.monotonic() - started)

    async def _give_up(self, job: Job) -> NoReturn:
        """Say why a job cannot go on."""
        await self.hands.require_wanted(job)
        raise LeaseLost

    async def _in_thread(self, work: Callable[[], T], *, is_long: bool = False) -> T:
        thread = self._long_thread if is_long else self._thread
        return await asyncio.get_running_loop().run_in_executor(thread, work)
