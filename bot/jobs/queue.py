"""The queue: jobs are rows, leased by workers.

A lease that is not renewed lapses, and the job is taken up again. Leases run by the database's clock.

`attempts` counts the times that painting a job began and never ended: only what may have killed a worker.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, Select, Update, and_, not_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.jobs import news
from bot.jobs.delivered import Delivered
from bot.jobs.wish import JobWish
from bot.storage import switches
from bot.storage.clock import FromNow
from bot.storage.database import insert_or_ignore
from bot.storage.jobs import IN_FLIGHT, in_flight_of
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.moments import now

MAX_ATTEMPTS = 2
# Behind everything that somebody waits for in a chat.
_PRIORITY_OF_RENDERS = 1000
ERROR_LENGTH = 1000


async def enqueue(db: AsyncSession, wish: JobWish, *, bot_id: int, origin: str) -> Job:
    """Make a wish a job; a wish whose `origin` has one already gets that one.

    Fair between people: a job waits behind those of people who have fewer in flight.
    """
    job_id = secrets.token_hex(6)
    new = insert_or_ignore(db, Job).values(
        id=job_id,
        origin=origin,
        bot_id=bot_id,
        kind=wish.kind,
        chat_id=wish.chat_id,
        user_id=wish.user_id,
        language=wish.language,
        photo_file_id=wish.photo_file_id,
        look=wish.look,
        look_before=wish.look_before,
        look_key=wish.look.key,
        picture=wish.picture,
        choices=list(wish.choices) or None,
        page=wish.page,
        album_file_ids=list(wish.album_file_ids) or None,
        album_message_ids=list(wish.album_message_ids) or None,
        reply_to_message_id=wish.reply_to_message_id,
        edit_message_id=wish.edit_message_id,
        priority=in_flight_of(wish.user_id) + (_PRIORITY_OF_RENDERS if wish.kind is JobKind.RENDER else 0),
    )
    job: Job | None = await db.scalar(new.returning(Job))
    if job is None:
        return (await db.scalars(select(Job).where(Job.origin == origin))).one()
    if wish.edit_message_id is not None:
        await db.execute(
            update(Job)
            .where(
                Job.chat_id == wish.chat_id,
                Job.edit_message_id == wish.edit_message_id,
                Job.state == JobState.QUEUED,
                Job.id != job_id,
            )
            .values(state=JobState.CANCELLED, finished_at=now(), error="superseded")
        )
    await news.announce(db)
    return job


async def lease(
    db: AsyncSession, owner: str, seconds: float, *, besides: ColumnElement[bool] | None = None
) -> Job | None:
    """Take the next job that is due, `besides` those of a condition, for `seconds`; None if there is none.

    In maintenance there is none: whatever is wished for waits.
    """
    first = (
        select(Job.id)
        .where(Job.state == JobState.QUEUED, or_(Job.not_before.is_(None), Job.not_before <= FromNow()))
        .where(not_(switches.is_maintenance()))
        .where(true() if besides is None else not_(besides))
        .order_by(Job.priority, Job.created_at)
        .limit(1)
        # Without effect on SQLite, where the whole statement has the database to itself.
        .with_for_update(skip_locked=True)
    )
    job: Job | None = await db.scalar(
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            lease_owner=owner,
            leased_until=FromNow(seconds),
            not_before=None,
            started_at=now(),
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return job


async def next_due(db: AsyncSession) -> datetime | None:
    """Return when the next of the jobs that were put off will be due, or None."""
    # One that is due already waits for something else; whoever looked for it again at once would never stop looking.
    query = select(Job.not_before).where(Job.state == JobState.QUEUED, Job.not_before > FromNow())
    return await db.scalar(query.order_by(Job.not_before).limit(1))


async def heartbeat(db: AsyncSession, owner: str, job_ids: Collection[str], seconds: float) -> None:
    """Extend the leases of a worker on the jobs that it is at, to `seconds` from now."""
    mine = and_(Job.lease_owner == owner, Job.id.in_(job_ids))
    await _set(db, mine, leased_until=FromNow(seconds))


async def begin_painting(db: AsyncSession, job_id: str, owner: str) -> bool:
    """Count an attempt; False if the job was called off, or is no longer this worker's."""
    return await _set(db, _wanted(job_id, owner), attempts=Job.attempts + 1, state=JobState.RUNNING) == 1


async def end_painting(db: AsyncSession, job_id: str, owner: str) -> bool:
    """Take the attempt back, since it killed nobody; False if the job is no longer this worker's."""
    return await _own(db, job_id, owner, attempts=Job.attempts - 1)


async def begin_delivery(db: AsyncSession, job: Job, owner: str) -> bool:
    """Turn to the delivery, which nobody can call off any more, and note in `job` where its progress was told.

    Returns:
        False if the job was called off before, there is a newer wish for its message, or as above.
    """
    delivering = update(Job).where(_wanted(job.id, owner)).values(state=JobState.DELIVERING)
    if job.edit_message_id is not None:
        delivering = delivering.where(not_(_newer(job).exists()))
    return await _note_progress(db, job, delivering)


async def superseded(db: AsyncSession, job: Job) -> bool:
    """Tell whether there is a newer wish for the message that this job would edit."""
    return job.edit_message_id is not None and await db.scalar(_newer(job).limit(1)) is not None


async def complete(db: AsyncSession, job: Job, owner: str, delivered: Delivered, error: str | None = None) -> bool:
    """Finish a job whose result, or else whose `error`, has reached the person; note in it as `begin_delivery` does.

    Returns:
        False if it is no longer this worker's.
    """
    shown: dict[str, object] = {"result_message_id": delivered.message_id, "result_file_id": delivered.file_id}
    if delivered.album_message_ids:
        shown["album_message_ids"] = list(delivered.album_message_ids)
    values = _finished(JobState.DONE, error) | shown
    return await _note_progress(db, job, update(Job).where(Job.id == job.id, Job.lease_owner == owner).values(**values))


async def request_cancel(db: AsyncSession, job_id: str) -> bool:
    """Ask for a job to be called off: at once if it waits, else its worker breaks it off; False if it is too late."""
    at = now()
    waiting = and_(Job.id == job_id, Job.state == JobState.QUEUED)
    if await _set(db, waiting, state=JobState.CANCELLED, finished_at=at, error="called off", cancel_requested_at=at):
        return True
    return await _set(db, and_(Job.id == job_id, Job.state == JobState.RUNNING), cancel_requested_at=at) == 1


async def cancel(db: AsyncSession, job_id: str, owner: str, error: str) -> bool:
    """Finish a job that nobody waits for any more."""
    return await _finish(db, job_id, owner, JobState.CANCELLED, error)


async def hold(db: AsyncSession, job_id: str, owner: str, error: str) -> bool:
    """Set a job aside for a maintainer; it is never tried again by itself."""
    return await _finish(db, job_id, owner, JobState.HELD, error)


async def retry(db: AsyncSession, job_id: str) -> bool:
    """Give a job that was set aside another chance; False if it is not held."""
    held = and_(Job.id == job_id, Job.state == JobState.HELD)
    values = {"attempts": 0, "error": None, "not_before": None, "finished_at": None}
    is_held = await _set(db, held, state=JobState.QUEUED, **values) == 1
    await news.announce(db)
    return is_held


async def put_off(db: AsyncSession, job_id: str, owner: str, seconds: float, error: str) -> bool:
    """Give a job back, not to be taken up before `seconds` have passed; `error` says why."""
    return await _own(db, job_id, owner, not_before=FromNow(seconds), error=error[:ERROR_LENGTH], **_RELEASED)


async def follow(db: AsyncSession, chat_id: int, new_chat_id: int) -> None:
    """Turn the jobs of a group to the supergroup that it has become."""
    await _set(db, and_(Job.chat_id == chat_id, Job.state.in_(IN_FLIGHT)), chat_id=new_chat_id)


async def hand_back(db: AsyncSession, owner: str) -> int:
    """Give all jobs of a worker back that stops in good order; return how many."""
    mine = and_(Job.lease_owner == owner, Job.state.in_(IN_FLIGHT))
    count = await _set(db, mine, **_RELEASED)
    await news.announce(db)
    return count


async def retake(db: AsyncSession, *, owned_by: str | None = None) -> list[str]:
    """Queue jobs again whose lease lapsed, or whose owner's name begins with `owned_by`; return the ids."""
    lost: ColumnElement[bool] = Job.leased_until < FromNow()
    if owned_by is not None:
        lost = Job.lease_owner.startswith(owned_by, autoescape=True)
    # Whoever holds one at this moment renews its lease, or is taking it up again.
    left = select(Job.id).where(Job.state.in_((JobState.RUNNING, JobState.DELIVERING)), lost)
    ids = await db.scalars(
        update(Job)
        .where(Job.id.in_(left.with_for_update(skip_locked=True)))
        .values(**_RELEASED)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return list(ids)


_RELEASED = {"state": JobState.QUEUED, "lease_owner": None, "leased_until": None}


async def _finish(db: AsyncSession, job_id: str, owner: str, state: JobState, error: str | None) -> bool:
    return await _own(db, job_id, owner, **_finished(state, error))


def _finished(state: JobState, error: str | None) -> dict[str, object]:
    said = error[:ERROR_LENGTH] if error is not None else None
    return {"state": state, "error": said, "finished_at": now(), "lease_owner": None, "leased_until": None}


def _newer(job: Job) -> Select[str]:
    """Wishes for the message that `job` would edit which came after it."""
    other = aliased(Job)
    return select(other.id).where(
        other.chat_id == job.chat_id,
        other.edit_message_id == job.edit_message_id,
        other.id != job.id,
        other.created_at >= job.created_at,
        other.state != JobState.CANCELLED,
    )


def _wanted(job_id: str, owner: str) -> ColumnElement[bool]:
    return and_(Job.id == job_id, Job.lease_owner == owner, Job.cancel_requested_at.is_(None))


async def _note_progress(db: AsyncSession, job: Job, change: Update) -> bool:
    """Change the row of `job`, note in it which message tells of its progress, and tell whether there was a row."""
    changed = await db.execute(change.returning(Job.progress_message_id).execution_options(synchronize_session=False))
    row = changed.first()
    if row is not None:
        job.progress_message_id = row.progress_message_id or None
    return row is not None


async def _own(db: AsyncSession, job_id: str, owner: str, **values: object) -> bool:
    """Change a job if `owner` still holds its lease, and tell whether it did."""
    return await _set(db, and_(Job.id == job_id, Job.lease_owner == owner), **values) == 1


async def _set(db: AsyncSession, which: ColumnElement[bool], **values: object) -> int:
    result = await db.execute(update(Job).where(which).values(**values).execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount
