"""Wires the worker together: a process of its own, started by `python -m bot` or by hand."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket

from bot import telegram_client
from bot.jobs import memory, news, queue
from bot.jobs.painter import Painter
from bot.jobs.worker import GRACE_S, Worker
from bot.limits.file_limits import file_limits
from bot.lock import ProcessLock, prefix_of_names
from bot.settings import Settings
from bot.storage.database import Database
from bot.supervisor import follow_parent
from bot.telegram_client import JOBS_IN_FLIGHT
from bot.views import results
from bot.web.worker_server import serving_worker

LOCK = "worker.lock"
LOCK_POLL_S = 0.05
# The parent is gone: another one may be waiting for the lock already.
ORPHAN_GRACE_S = 3.0
# Painting yields to the conversation: answering a person takes little, but must not wait.
NICENESS = 5

_log = logging.getLogger(__name__)


async def run(settings: Settings, *, embedded: bool) -> int:
    """Work until told to stop by a signal or, `embedded`, by the end of the parent; return the exit status.

    That is not 0 if it stopped by itself, for want of memory, and is to be started again.
    """
    place = _place_of_embedded(settings) if embedded else f"worker:{socket.gethostname()[:24]}:"
    owner = f"{place}{os.getpid()}:{secrets.token_hex(4)}"
    database = Database(settings.database_url)
    limits = file_limits(settings)
    painter = Painter(limits)
    jobs_in_flight = settings.jobs_in_flight or at_hand(painter.most_at_once)
    bot = telegram_client.bot_for_pictures(settings, jobs_in_flight)
    worker = Worker(
        bot=bot,
        database=database,
        painter=painter,
        present=results,
        owner=owner,
        jobs_in_flight=jobs_in_flight,
        lease_seconds=settings.lease_seconds,
        limits=limits,
        files=telegram_client.local_files(settings),
    )
    watch = memory.MemoryWatch(memory.limit(settings.worker_memory_mb))
    stopped = _listen_for_the_end(worker, embedded=embedded)
    try:
        if embedded:
            await _take_over(settings, database, stopped)
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        async with (
            serving_worker(settings, database),
            news.listening(database, worker.wake),
            watch.watching(worker.stop),
        ):
            await worker.run()
    finally:
        await bot.request.shutdown()
        await database.close()
    return memory.STATUS if watch.is_over else 0


def at_hand(most_at_once: int) -> int:
    """Return how many jobs a worker has at hand that paints so many at once: some are on their way, too."""
    return max(JOBS_IN_FLIGHT, most_at_once + 2)


def _place_of_embedded(settings: Settings) -> str:
    """Return how the names of all embedded workers of this data folder begin, and no others'."""
    return f"embedded:{prefix_of_names(settings.data_dir)}"


def _listen_for_the_end(worker: Worker, *, embedded: bool) -> asyncio.Event:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def stop(grace: float) -> None:
        stopped.set()
        worker.stop(grace)

    if embedded:
        follow_parent(
            on_wake=lambda: loop.call_soon_threadsafe(worker.wake),
            on_gone=lambda: loop.call_soon_threadsafe(stop, ORPHAN_GRACE_S),
        )
    for number in (signal.SIGTERM,) if embedded else (signal.SIGTERM, signal.SIGINT):
        # Not every platform's event loop takes signal handlers.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop, GRACE_S)
    return stopped


async def _take_over(settings: Settings, database: Database, stopped: asyncio.Event) -> None:
    """Become the one worker of this data folder, and take up at once what an earlier one left.

    Its lock is proof that it is dead, which no timeout would be.
    """
    lock = ProcessLock(settings.data_dir / LOCK)
    while not lock.take():
        if stopped.is_set():
            return
        await asyncio.sleep(LOCK_POLL_S)
    async with database.transaction() as db:
        for job_id in await queue.retake(db, owned_by=_place_of_embedded(settings)):
            _log.warning("job %s was left by a worker that died, and is taken up again", job_id)
