"""What Prometheus is told about Easel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.moments import now
from bot.web import figures

# From what feels like at once to a long work's hour.
SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0)
# A scrape that finds the database slow goes without its figures.
PATIENCE_S = 5.0

_log = logging.getLogger(__name__)


class Metrics:
    """Figures of this process, of its worker, and of the tables, which are read anew for each scrape.

    Jobs are counted from when this process began, whichever process works on them: with several bots, take the
    largest of their figures, not the sum.
    """

    def __init__(self, database: Database, worker_pid: Callable[[], int | None]) -> None:
        self._database = database
        self._scrape = asyncio.Lock()
        self._finished_jobs = figures.FinishedJobs(since=now())
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        ProcessCollector("easel_worker", pid=lambda: worker_pid() or "none", registry=registry)
        self._database_up = Gauge("easel_database_up", "Whether the database answers.", registry=registry)
        self._jobs = Gauge(
            "easel_jobs", "Jobs that are not over, or held.", ("state", "kind", "method"), registry=registry
        )
        self._oldest_job = Gauge(
            "easel_queue_oldest_job_seconds", "Age of the job that waits longest.", registry=registry
        )
        self._updates = Gauge("easel_updates_pending", "Updates stored and not yet handled.", registry=registry)
        self._oldest_update = Gauge("easel_updates_oldest_seconds", "Age of the oldest of them.", registry=registry)
        self._finished = Counter(
            "easel_jobs_finished",
            "Jobs that are over, by how they ended.",
            ("state", "kind", "method"),
            registry=registry,
        )
        self._failures = Counter(
            "easel_job_failures", "Jobs that did not give what was asked for.", ("error",), registry=registry
        )
        self._seconds = Histogram(
            "easel_job_seconds",
            "What a job takes: until a worker has it, from there to the end, and in all.",
            ("stage", "kind", "method"),
            buckets=SECONDS,
            registry=registry,
        )

    async def render(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        # Two at a time would count each job twice.
        async with self._scrape:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await self._read_tables()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                _log.warning("the tables cannot be read: %s: %s", type(error).__name__, error)
                self._database_up.set(0)
            else:
                self._database_up.set(1)
            return generate_latest(self._registry)

    async def _read_tables(self) -> None:
        async with self._database.snapshot() as db:
            depths = await figures.depths(db)
            oldest_job = await figures.oldest_job_age(db)
            updates, oldest_update = await figures.pending_updates(db)
            finished = await self._finished_jobs.news(db)
        self._jobs.clear()
        for depth in depths:
            self._jobs.labels(depth.state, depth.kind, depth.method).set(depth.jobs)
        self._oldest_job.set(oldest_job)
        self._updates.set(updates)
        self._oldest_update.set(oldest_update)
        for job in finished:
            self._count(job)

    def _count(self, job: figures.FinishedJob) -> None:
        self._finished.labels(job.state, job.kind, job.method).inc()
        if job.failure is not None:
            self._failures.labels(job.failure).inc()
        for stage, seconds in (("waiting", job.waited), ("working", job.worked), ("all", job.total)):
            if seconds is not None:
                self._seconds.labels(stage, job.kind, job.method).observe(seconds)
