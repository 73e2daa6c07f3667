"""What the tables say about how the service does: one query for each figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from bot.look import METHOD
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now

# A row may become visible a while after the moment that it names as its end: its worker's clock is another's,
# and it commits later.
OVERLAP = timedelta(minutes=2)
# Rows read at once; who is further behind than that catches up with the next scrapes.
ROWS = 5000
_OVER = (JobState.DONE, JobState.HELD, JobState.CANCELLED)
_ERROR = re.compile(r"[A-Z][A-Za-z]+(?=:|$)")


@dataclass(frozen=True)
class Depth:
    """How many jobs of one sort there are that are not over, or are held."""

    state: str
    kind: str
    method: str
    jobs: int


@dataclass(frozen=True)
class FinishedJob:
    """A job that is over; times are in seconds, and None for what it never came to.

    `waited` is from the wish to the worker, `worked` from there to the end; `failure` is the class of the error.
    """

    id: str
    state: str
    kind: str
    method: str
    waited: float | None
    worked: float | None
    total: float
    failure: str | None


async def depths(db: AsyncSession) -> list[Depth]:
    """Return how many jobs there are in each state in which something has still to happen."""
    method = func.coalesce(type_coerce(Job.look, JSON)["method"].as_string(), METHOD).label("method_of_look")
    query = (
        select(Job.state, Job.kind, method, func.count())
        .where(Job.state.not_in((JobState.DONE, JobState.CANCELLED)))
        .group_by(Job.state, Job.kind, "method_of_look")
    )
    return [Depth(state.value, kind.value, name, jobs) for state, kind, name, jobs in await db.execute(query)]


async def oldest_job_age(db: AsyncSession) -> float:
    """Return for how many seconds the job has waited that waits longest, of those that are due; 0.0 if none does."""
    at = now()
    due = or_(Job.not_before.is_(None), Job.not_before <= at)
    return _age(await db.scalar(select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED, due)), at)


async def pending_updates(db: AsyncSession) -> tuple[int, float]:
    """Return how many updates are stored and not handled, and the age in seconds of the oldest."""
    query = select(func.count(), func.min(StoredUpdate.received_at)).where(StoredUpdate.state == UpdateState.PENDING)
    count, oldest = (await db.execute(query)).one()
    return count, _age(oldest, now())


class FinishedJobs:
    """Reads each job once, after it is over; those that were over before `since` never."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._latest = since
        self._known: dict[str, datetime] = {}

    async def news(self, db: AsyncSession) -> list[FinishedJob]:
        """Return the jobs that have ended since the last call."""
        start = max(self._since, self._latest - OVERLAP)
        query = (
            select(Job)
            .where(Job.state.in_(_OVER), Job.finished_at >= start, Job.id.not_in(list(self._known)))
            .order_by(Job.finished_at)
            .limit(ROWS)
        )
        jobs = list(await db.scalars(query))
        return self._note(jobs)

    def _note(self, jobs: Sequence[Job]) -> list[FinishedJob]:
        for job in jobs:
            assert job.finished_at is not None
            self._known[job.id] = job.finished_at
            self._latest = max(self._latest, job.finished_at)
        oldest = self._latest - OVERLAP
        self._known = {job_id: at for job_id, at in self._known.items() if at >= oldest}
        return [_finished(job) for job in jobs]


def _finished(job: Job) -> FinishedJob:
    assert job.finished_at is not None
    started = job.started_at
    return FinishedJob(
        id=job.id,
        state=job.state.value,
        kind=job.kind.value,
        method=job.look.method,
        waited=None if started is None else max((started - job.created_at).total_seconds(), 0.0),
        worked=None if started is None else max((job.finished_at - started).total_seconds(), 0.0),
        total=max((job.finished_at - job.created_at).total_seconds(), 0.0),
        failure=None if job.error is None else _class_of(job.error),
    )


def _class_of(error: str) -> str:
    """Return the class that an error names; what is only words could be anything, and people's own."""
    found = _ERROR.match(error)
    return found[0] if found is not None else "other"


def _age(moment: datetime | None, at: datetime) -> float:
    return 0.0 if moment is None else max((at - moment).total_seconds(), 0.0)
