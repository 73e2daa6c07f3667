"""Jobs as rows: what others than the queue ask about them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models import Job, JobState

IN_FLIGHT = (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING)


async def get(db: AsyncSession, job_id: str) -> Job | None:
    """Return a job by its id, or None."""
    return await db.get(Job, job_id)


async def count_in_flight(db: AsyncSession, user_id: int) -> int:
    """Return how many of a person's jobs are not finished yet."""
    query = select(func.count()).where(Job.user_id == user_id, Job.state.in_(IN_FLIGHT))
    return await db.scalar(query) or 0
