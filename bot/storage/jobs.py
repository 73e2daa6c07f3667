"""Jobs as rows: what others than the queue ask about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, ScalarSelect, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind

IN_FLIGHT = (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING)
# In the place of a progress message's id: it is on its way.
BEING_SENT = 0
# What the message of a painting may hold: it, or what has taken its place until the person goes back to it.
_IN_ONE_MESSAGE = (JobKind.PAINT, JobKind.SHEET, JobKind.STRIP)


async def get(db: AsyncSession, job_id: str) -> Job | None:
    """Return a job by its id, or None."""
    return await db.get(Job, job_id)


def in_flight_of(user_id: int) -> ScalarSelect[int]:
    """How many of a person's jobs are not finished yet, apart from those of inline queries; for other statements."""
    mine = (Job.user_id == user_id, Job.state.in_(IN_FLIGHT), Job.kind != JobKind.RENDER)
    return select(func.count(Job.id)).where(*mine).scalar_subquery()


async def is_known(db: AsyncSession, origin: str) -> bool:
    """Tell whether a wish has been made a job before."""
    return await db.scalar(select(Job.id).where(Job.origin == origin)) is not None


async def list_in_flight(db: AsyncSession, user_id: int) -> list[Job]:
    """Return a person's jobs that are not finished yet."""
    return list(await db.scalars(select(Job).where(Job.user_id == user_id, Job.state.in_(IN_FLIGHT))))


async def in_flight(db: AsyncSession) -> list[Job]:
    """Return everybody's jobs that are not finished yet, the oldest first."""
    return list(await db.scalars(select(Job).where(Job.state.in_(IN_FLIGHT)).order_by(Job.created_at)))


async def in_flight_for(db: AsyncSession, chat_id: int, message_id: int) -> list[Job]:
    """Return the jobs that are not finished yet and whose results are to take the place of what a message shows."""
    place = or_(Job.edit_message_id == message_id, Job.progress_message_id == message_id)
    return list(await db.scalars(select(Job).where(Job.chat_id == chat_id, place, Job.state.in_(IN_FLIGHT))))


async def last_shown(db: AsyncSession, user_id: int, chat_id: int, message_id: int) -> Job | None:
    """Return the last job of a person's whose picture, or words under an album, a message has held; or None."""
    as_photo = and_(Job.kind.in_(_IN_ONE_MESSAGE), Job.picture == PictureKind.PHOTO, Job.result_file_id.is_not(None))
    held = select(Job).where(
        Job.user_id == user_id,
        Job.chat_id == chat_id,
        Job.result_message_id == message_id,
        Job.state == JobState.DONE,
        Job.error.is_(None),
        or_(as_photo, Job.kind == JobKind.ALBUM),
    )
    return await db.scalar(held.order_by(Job.created_at.desc()).limit(1))


async def older_has_ended_since(db: AsyncSession, job: Job, since: datetime) -> bool:
    """Tell whether the result of an older wish came, after a moment, into the message that a job has changed."""
    older = select(Job.id).where(
        Job.chat_id == job.chat_id,
        Job.edit_message_id == job.edit_message_id,
        Job.id != job.id,
        Job.created_at <= job.created_at,
        Job.state == JobState.DONE,
        Job.finished_at >= since,
    )
    return await db.scalar(older.limit(1)) is not None


async def claim_progress(db: AsyncSession, job_id: str, message_id: int = BEING_SENT) -> bool:
    """Name the message that tells how far a job is; False if there is one already, or the job has ended."""
    mine = update(Job).where(Job.id == job_id, Job.progress_message_id.is_(None), Job.state.in_(IN_FLIGHT))
    result = await db.execute(mine.values(progress_message_id=message_id))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def set_progress_message(db: AsyncSession, job_id: str, message_id: int | None) -> bool:
    """Name the message that was being sent to tell how far a job is, None if it could not be.

    Returns:
        False if nobody looks after that message: the job has ended, or another one was sent in its place.
    """
    mine = and_(Job.id == job_id, Job.progress_message_id == BEING_SENT, Job.state.in_(IN_FLIGHT))
    result = await db.execute(update(Job).where(mine).values(progress_message_id=message_id))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def progress_message(db: AsyncSession, job_id: str) -> int | None:
    """Return the message that tells how far a job is, None if there is none."""
    return await db.scalar(select(Job.progress_message_id).where(Job.id == job_id)) or None
