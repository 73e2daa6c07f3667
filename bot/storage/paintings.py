"""Paintings and sheets: what was asked for in place of a message, and what Telegram has of a photo already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.look import Look
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.storage.moments import now

# How many earlier sheets of a photo are compared.
_LOOKED_AT = 8
# What a wish about a photo, or an album, makes.
PAINTINGS = (JobKind.PAINT, JobKind.ALBUM)


async def newer_wish(db: AsyncSession, job: Job, message_id: int, *, apart_from: str) -> Job | None:
    """Return the newest painting that was asked for in place of a message, if that was after `job`.

    Args:
        db: a transaction.
        job: whose buttons were tapped.
        message_id: of the message in the chat of `job`.
        apart_from: an origin; jobs of that update do not count, so that it can be handled again.
    """
    newer = (
        select(Job)
        .where(
            Job.chat_id == job.chat_id,
            Job.edit_message_id == message_id,
            Job.kind.in_(PAINTINGS),
            Job.state != JobState.CANCELLED,
            Job.created_at > job.created_at,
            Job.origin.not_like(f"{apart_from}:%"),
        )
        .order_by(Job.created_at.desc())
    )
    return await db.scalar(newer.limit(1))


async def last_wish(db: AsyncSession, user_id: int, chat_id: int) -> Job | None:
    """Return the last thing that a person has asked for in a chat, and not called off; or None."""
    wishes = select(Job).where(Job.user_id == user_id, Job.chat_id == chat_id, Job.state != JobState.CANCELLED)
    return await db.scalar(wishes.order_by(Job.created_at.desc()).limit(1))


async def painting_of(db: AsyncSession, user_id: int, chat_id: int, message_id: int) -> Job | None:
    """Return the last painting of a person's that a message has held, or None."""
    held = _pictures(user_id, JobKind.PAINT).where(Job.chat_id == chat_id, Job.result_message_id == message_id)
    return await db.scalar(held.limit(1))


async def painted_before(
    db: AsyncSession, user_id: int, photo_file_id: str, look: Look, kind: JobKind = JobKind.PAINT
) -> Job | None:
    """Return a painting, or a strip, of a person's photo in just this look that Telegram has, or None."""
    same = _pictures(user_id, kind).where(Job.photo_file_id == photo_file_id, Job.look_key == look.key)
    return await db.scalar(same.limit(1))


async def sheet_before(
    db: AsyncSession, user_id: int, photo_file_id: str, look: Look, choices: Sequence[str], page: int
) -> Job | None:
    """Return a sheet of a person's photo in these styles that Telegram has, or None."""
    same = _pictures(user_id, JobKind.SHEET).where(
        Job.photo_file_id == photo_file_id, Job.look_key == look.key, Job.page == page
    )
    # Compared here, not in SQL: PostgreSQL cannot tell whether two JSON values are equal.
    sheets = await db.scalars(same.limit(_LOOKED_AT))
    return next((sheet for sheet in sheets if sheet.choices == list(choices)), None)


async def messages_before(db: AsyncSession, job: Job) -> list[int]:
    """Return the messages that give way to a job's result: the one it is to replace, and what has replaced that."""
    if job.edit_message_id is None:
        return []
    replaced = select(Job.result_message_id).where(
        Job.chat_id == job.chat_id,
        Job.edit_message_id == job.edit_message_id,
        Job.id != job.id,
        Job.result_message_id.is_not(None),
    )
    return sorted({job.edit_message_id, *(number for number in await db.scalars(replaced) if number is not None)})


async def is_result(db: AsyncSession, chat_id: int, message_id: int) -> bool:
    """Tell whether a message holds what a job has made."""
    query = select(Job.id).where(Job.chat_id == chat_id, Job.result_message_id == message_id)
    return await db.scalar(query.limit(1)) is not None


def settle(job: Job, message_id: int, file_id: str) -> None:
    """Have a job that was asked for just now done, as Telegram has its picture and a message is about to show it."""
    job.state, job.finished_at = JobState.DONE, now()
    job.result_message_id, job.result_file_id = message_id, file_id


def _pictures(user_id: int, kind: JobKind) -> Select[Job]:
    """Select what was made for a person and went out as a photo, the newest first."""
    return (
        select(Job)
        .where(
            Job.user_id == user_id,
            Job.kind == kind,
            Job.state == JobState.DONE,
            Job.error.is_(None),
            Job.picture == PictureKind.PHOTO,
            Job.result_file_id.is_not(None),
        )
        .order_by(Job.created_at.desc())
    )
