"""The worker: takes jobs from the queue, paints them, together where they are alike, and delivers each by itself."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from sqlalchemy import ColumnElement, or_
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import logs
from bot.jobs import queue, setbacks
from bot.jobs.delivered import Delivered
from bot.jobs.delivery import Delivery
from bot.jobs.easel import Paints
from bot.jobs.endings import Endings
from bot.jobs.errands import Errands, end
from bot.jobs.errors import JobError, JobHeld
from bot.jobs.expectations import Expectations
from bot.jobs.hands import Hands
from bot.jobs.kinds import KINDS
from bot.jobs.long_work import takes_long, taking_long
from bot.jobs.moot import CalledOff, LeaseLost, MootError
from bot.jobs.presenter import Presenter
from bot.jobs.reporter import Reporter
from bot.jobs.tidying import Tidying
from bot.jobs.workshop import Workshop
from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.limits.rate_limiter import Urgency
from bot.local_files import LocalFiles
from bot.storage.database import Database, DatabaseAway
from bot.storage.models.jobs import Job, JobKind
from bot.storage.moments import now
from engine import Cancelled, EngineError

# How often the queue is looked at when nobody says that there is something new.
POLL_S = 1.0
# How often it is looked whether jobs at hand have been called off, and how often people are told how far theirs are.
LOOK_UP_S = 0.5
REPORT_S = 1.0
# How long a worker that is told to stop may take to finish what it is at.
GRACE_S = 20.0

_log = logging.getLogger(__name__)


class Worker:
    """Works on up to `jobs_in_flight` jobs at once: one, or some that are alike, is painted while others come and go.

    Of those that take long it takes one at a time, and of one person's one less than it has hands for: so it always has
    a hand free for others, also where deliveries wait, as they do in a chat that gets more than Telegram lets in.

    `owner` names the worker in its leases; no two that run at the same time may share a name.
    """

    def __init__(
        self,
        *,
        bot: ExtBot[Urgency],
        database: Database,
        painter: Paints,
        present: Presenter,
        owner: str,
        jobs_in_flight: int,
        lease_seconds: float,
        limits: FileLimits = TELEGRAM,
        files: LocalFiles | None = None,
    ) -> None:
        self._delivery = Delivery(bot, limits, files)
        self._database = database
        self._present = present
        self._hands = Hands(database)
        self._expectations = Expectations(painter)
        self._errands = Errands()
        self._tidying = Tidying(bot, database, painter, present, self._errands)
        self._reporter = Reporter(
            bot=bot,
            database=database,
            present=present,
            owner=owner,
            painter=painter,
            hands=self._hands,
            expectations=self._expectations,
            tidying=self._tidying,
            errands=self._errands,
        )
        self._workshop = Workshop(
            database=database,
            delivery=self._delivery,
            painter=painter,
            present=present,
            owner=owner,
            hands=self._hands,
            expectations=self._expectations,
            reporter=self._reporter,
        )
        self._endings = Endings(
            database=database,
            delivery=self._delivery,
            present=present,
            owner=owner,
            tidying=self._tidying,
            workshop=self._workshop,
        )
        self._owner = owner
        self._slots = asyncio.Semaphore(jobs_in_flight)
        self._most_of_one_person = max(jobs_in_flight - 1, 1)
        self._lease_seconds = lease_seconds
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._over = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._retakes_from = 0.0
        self._grace = GRACE_S

    def wake(self) -> None:
        """Say that there is a new job."""
        self._news.set()

    def stop(self, grace: float = GRACE_S) -> None:
        """Let `run` come to an end: what is at hand is finished within `grace` seconds, or handed back."""
        if self._stopping.is_set():
            # Whoever says it again is in more of a hurry than who said it first.
            asyncio.get_running_loop().call_later(grace, self._workshop.break_off)
        self._grace = grace
        self._stopping.set()
        # Whatever `run` waits for at this moment, a wake-up or a free slot, it need not any more.
        self._news.set()
        self._slots.release()

    async def run(self) -> None:
        """Work until told to stop."""
        # Leases may have lapsed in an outage of which whoever comes after it knows nothing.
        self._retakes_from = time.monotonic() + self._lease_seconds / 2
        warming_up = asyncio.create_task(self._warm_up())
        besides = [
            asyncio.create_task(work)
            for work in (
                self._every(self._lease_seconds / 3, self._renew_leases),
                self._every(LOOK_UP_S, self._hands.look_up),
                self._every(REPORT_S, self._reporter.report),
            )
        ]
        try:
            while not self._stopping.is_set():
                await self._slots.acquire()
                job = None if self._stopping.is_set() else await self._next()
                if job is None:
                    self._slots.release()
                else:
                    self._hands.take(job, self._expectations.of(job))
                    task = asyncio.create_task(self._work(job))
                    self._at_work[job.id] = task
                    task.add_done_callback(functools.partial(self._leave, job))
        finally:
            try:
                await self._finish()
            finally:
                self._over.set()
                warming_up.cancel()
                await end([warming_up, *besides])
                await self._errands.end()
                self._workshop.close()

    def _leave(self, job: Job, task: asyncio.Task[None]) -> None:
        self._slots.release()
        del self._at_work[job.id]
        self._hands.leave(job)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease is not renewed any more: once it lapses, the job is taken up again.
            _log.error("the job has no end", exc_info=error)
        # One of its kind, or of its person's, may be waiting that could not be taken beside it.
        self._news.set()

    async def _next(self) -> Job | None:
        """Take the next job; where there is none, wait for a while and return None."""
        self._news.clear()
        wait = POLL_S
        try:
            async with self._database.transaction() as db:
                if time.monotonic() >= self._retakes_from:
                    self._retakes_from = time.monotonic() + POLL_S
                    # What lapsed while this machine slept is being painted here all the same.
                    await queue.heartbeat(db, self._owner, list(self._at_work), self._lease_seconds)
                    for job_id in await queue.retake(db):
                        _log.warning("job %s was lost by its worker and is taken up again", job_id)
                if job := await queue.lease(db, self._owner, self._lease_seconds, besides=self._unwelcome()):
                    return job
                if due := await queue.next_due(db):
                    wait = min(wait, max((due - now()).total_seconds(), 0.0))
        except DatabaseAway as error:
            _log.warning("the queue cannot be read: %s", error)
            # Leases have lapsed meanwhile; those who hold them must have a chance to renew them.
            self._retakes_from = time.monotonic() + self._lease_seconds / 2
        except SQLAlchemyError:
            _log.exception("the queue cannot be read")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), wait)
        return None

    def _unwelcome(self) -> ColumnElement[bool]:
        """Match what is at work here already, though its lease may be lost, and what is to leave hands for others."""
        at_hand = [held.job for held in self._hands]
        persons = Counter(job.user_id for job in at_hand)
        busy = [person for person, jobs in persons.items() if jobs >= self._most_of_one_person]
        unwelcome = or_(Job.id.in_(list(self._at_work)), Job.user_id.in_(busy))
        return or_(unwelcome, taking_long()) if any(takes_long(job) for job in at_hand) else unwelcome

    async def _warm_up(self) -> None:
        started = time.monotonic()
        try:
            await self._workshop.warm_up()
        except EngineError as error:
            _log.error("nothing can be painted: %s", error)
        else:
            _log.info("ready to paint after %.1f s", time.monotonic() - started)

    async def _every(self, seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        """Look after the jobs at hand, again and again, until all is over."""
        # Not cancelled for that: the middle of a transaction is no place to stop, where SQLite may stay locked.
        while not await self._is_over(seconds):
            if self._at_work:
                try:
                    await look()
                except DatabaseAway as error:
                    _log.warning("the jobs at hand could not be looked after: %s", error)
                except Exception:
                    # Whoever gave up here would never renew a lease again.
                    _log.exception("the jobs at hand could not be looked after")

    async def _is_over(self, seconds: float) -> bool:
        """Wait for so many seconds, or until all is over; tell whether it is."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()

    async def _renew_leases(self) -> None:
        async with self._database.transaction() as db:
            await queue.heartbeat(db, self._owner, list(self._at_work), self._lease_seconds)

    async def _finish(self) -> None:
        tasks = list(self._at_work.values())
        if tasks:
            await asyncio.wait(tasks, timeout=self._grace)
            self._workshop.break_off()
            await end(tasks)
        try:
            async with self._database.transaction() as db:
                count = await queue.hand_back(db, self._owner)
        except SQLAlchemyError as error:
            _log.warning("no job can be handed back; leases lapse: %s", error)
        else:
            if count:
                _log.info("%d jobs are handed back", count)

    async def _work(self, job: Job) -> None:
        """Bring one job to its end, or put it off; whatever goes wrong, the worker goes on."""
        logs.about_job(job.id, job.origin)
        try:
            await self._answer(job)
        except LeaseLost as reason:
            _log.warning("the job is dropped: %s", reason)
            self._endings.let_go(job)
        except MootError as reason:
            await self._reporter.settled(job)
            await self._endings.cancel(job, str(reason))
            if isinstance(reason, CalledOff):
                await self._tidying.after_calling_off(job)
            else:
                await self._tidying.after_giving_up(job)
        except TelegramError as error:
            await self._endings.after_refusal(job, error)
        except Cancelled:
            _log.info("painting is broken off")
        except SQLAlchemyError:
            # Its lease is not renewed any more: once it lapses, the job is taken up again.
            _log.exception("the database failed at the job")
        except Exception as error:
            _log.exception("the job is held")
            await self._endings.hold(job, error)

    async def _answer(self, job: Job) -> None:
        """Make what was asked for and deliver it; or deliver the reason why not."""
        if job.attempts >= queue.MAX_ATTEMPTS:
            _log.error("painting the job has ended its worker %d times: it is held", job.attempts)
            await self._tell(job, JobHeld())
            await self._endings.hold(job, JobHeld())
            return
        try:
            delivered = await KINDS[job.kind](self._workshop, job)
        except (MootError, Cancelled, TelegramError, SQLAlchemyError):
            raise
        except (JobError, EngineError) as error:
            _log.info("the person is told: %s: %s", type(error).__name__, error)
            delivered = await self._tell(job, error)
            await self._endings.complete(job, delivered, f"{type(error).__name__}: {error}")
        except Exception as error:
            _log.exception("the job is held, and the person told")
            await self._tell(job, error)
            await self._endings.hold(job, error)
        else:
            await self._endings.complete(job, delivered)

    async def _tell(self, job: Job, error: Exception) -> Delivered:
        if job.kind is JobKind.RENDER:
            # Nobody is in its chat; whoever typed an inline query is offered the other pictures.
            return Delivered(None, None)
        await self._workshop.require_wanted(job)
        async with self._database.transaction() as db:
            await setbacks.take_back(db, job, error)
        return await self._delivery.text(job, self._present.failed(job, error))
