"""Jobs as rows: what others than the queue ask about them."""

from __future__ import annotations

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models import Job, JobKind, JobState

IN_FLIGHT = (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING)
# In the place of a progress message's id: it is on its way.
BEING_SENT = 0


async def get(db: AsyncSession, job_id: str) -> Job | None:
    """Return a job by its id, or None."""
    return await db.get(Job, job_id)


async def count_in_flight(db: AsyncSession, user_id: int) -> int:
    """Return how many of a person's jobs are not finished yet, apart from those of inline queries."""
    mine = (Job.user_id == user_id, Job.state.in_(IN_FLIGHT), Job.kind != JobKind.RENDER)
    query = select(func.count()).where(*mine)
    return await db.scalar(query) or 0


async def is_known(db: AsyncSession, origin: str) -> bool:
    """Tell whether a wish has been made a job before."""
    return await db.scalar(select(Job.id).where(Job.origin == origin)) is not None


async def list_in_flight(db: AsyncSession, user_id: int) -> list[Job]:
    """Return a person's jobs that are not finished yet."""
    return list(await db.scalars(select(Job).where(Job.user_id == user_id, Job.state.in_(IN_FLIGHT))))


async def in_flight(db: AsyncSession) -> list[Job]:
    """Return everybody's jobs that are not finished yet, the oldest first."""
    return list(await db.scalars(select(Job).where(Job.state.in_(IN_FLIGHT)).order_by(Job.created_at)))


async def claim_progress(db: AsyncSession, job_id: str, message_id: int = BEING_SENT) -> bool:
    """Name the message that tells how far a job is; False if there is one already, or the job has ended."""
    mine = update(Job).where(Job.id == job_id, Job.progress_message_id.is_(None), Job.state.in_(IN_FLIGHT))
    result = await db.execute(mine.values(progress_message_id=message_id))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def set_progress_message(db: AsyncSession, job_id: str, message_id: int | None) -> None:
    """Name the message that tells how far a job is; None if there is none after all."""
    await db.execute(update(Job).where(Job.id == job_id).values(progress_message_id=message_id))


async def progress_message(db: AsyncSession, job_id: str) -> int | None:
    """Return the message that tells how far a job is, None if there is none."""
    return await db.scalar(select(Job.progress_message_id).where(Job.id == job_id)) or None
