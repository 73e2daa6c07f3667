"""How the bot does, as an admin wants to know it at a glance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import User
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now

DAY = timedelta(days=1)
_CLASS = re.compile(r"[A-Z]\w+")
# A job that failed: it is held, or its person was told why there is no result.
FAILED = or_(Job.state == JobState.HELD, and_(Job.state == JobState.DONE, Job.error.is_not(None)))


@dataclass(frozen=True)
class Overview:
    """Figures; those of people and errors are of the last 24 hours.

    Attributes:
        people: all who ever wrote.
        new: of them, those who wrote for the first time.
        active: those who wished for a picture.
        jobs: how many there are in each state, of all times.
        waiting: jobs that wait for a worker.
        oldest: since when the one that has waited longest does; None if none waits.
        errors: how often each class of error came up, most often first.
    """

    people: int
    new: int
    active: int
    jobs: Mapping[JobState, int]
    waiting: int
    oldest: datetime | None
    errors: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Activity:
    """How many jobs a person has had, and how many of them in the last 24 hours."""

    jobs: int
    lately: int


async def overview(db: AsyncSession) -> Overview:
    """Return the figures of this moment."""
    since = now() - DAY
    by_state = await db.execute(select(Job.state, func.count()).group_by(Job.state))
    states = dict(by_state.all())
    active = select(func.count(distinct(Job.user_id))).where(Job.created_at > since)
    return Overview(
        people=await db.scalar(select(func.count()).select_from(User)) or 0,
        new=await db.scalar(select(func.count()).where(User.created_at > since)) or 0,
        active=await db.scalar(active) or 0,
        jobs=states,
        waiting=states.get(JobState.QUEUED, 0),
        oldest=await db.scalar(select(func.min(Job.created_at)).where(Job.state == JobState.QUEUED)),
        errors=_by_class(
            [
                *await db.scalars(select(Job.error).where(FAILED, Job.finished_at > since)),
                *await db.scalars(
                    select(StoredUpdate.error).where(
                        StoredUpdate.state == UpdateState.FAILED, StoredUpdate.finished_at > since
                    )
                ),
            ]
        ),
    )


async def activity(db: AsyncSession, user_id: int) -> Activity:
    """Return how much a person asks for."""
    mine = Job.user_id == user_id
    return Activity(
        jobs=await db.scalar(select(func.count()).where(mine)) or 0,
        lately=await db.scalar(select(func.count()).where(mine, Job.created_at > now() - DAY)) or 0,
    )


async def failures(db: AsyncSession, most: int) -> list[Job]:
    """Return the jobs that failed last, the latest first; held ones before all others, since they wait for somebody."""
    held = (Job.state == JobState.HELD).desc()
    return list(await db.scalars(select(Job).where(FAILED).order_by(held, Job.finished_at.desc()).limit(most)))


def _by_class(errors: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    found = (_CLASS.match(error or "") for error in errors)
    return tuple(Counter(match[0] if match else "other" for match in found).most_common())
