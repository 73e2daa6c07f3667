"""What an inline query can be answered with: paintings of a person's that Telegram has as photos, or will have soon."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.look import Look
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.storage.models.people import ChatSession
from bot.storage.moments import now

# What has failed is not painted again at every keystroke.
_FAILED_FOR = timedelta(minutes=10)
# How often a painting is shown again, at most, before older ones are out of sight.
_SHOWINGS = 3
_KINDS = (JobKind.PAINT, JobKind.RENDER)


async def last_session(db: AsyncSession, user_id: int) -> ChatSession | None:
    """Return the session, in whichever chat, in which a person had a photo last; None if they have sent none."""
    mine = select(ChatSession).where(ChatSession.user_id == user_id, ChatSession.photo_file_id.is_not(None))
    return await db.scalar(mine.order_by(ChatSession.updated_at.desc()).limit(1))


async def recent(db: AsyncSession, user_id: int, most: int) -> list[Job]:
    """Return the last paintings that a person was shown as photos, the newest first, none of them twice."""
    which = (Job.user_id == user_id, Job.kind == JobKind.PAINT, Job.picture == PictureKind.PHOTO, _there())
    newest = select(Job.id, Job.photo_file_id, Job.look_key, Job.created_at).where(*which)
    shown = newest.order_by(Job.created_at.desc()).limit(_SHOWINGS * most).subquery()
    same = (shown.c.photo_file_id, shown.c.look_key)
    number = func.row_number().over(partition_by=same, order_by=(shown.c.created_at.desc(), shown.c.id))
    numbered = select(shown.c.id, number.label("number")).subquery()
    paintings = select(Job).join(numbered, Job.id == numbered.c.id).where(numbered.c.number == 1)
    return list(await db.scalars(paintings.order_by(Job.created_at.desc(), Job.id).limit(most)))


async def of_photo(db: AsyncSession, user_id: int, photo_file_id: str, looks: Iterable[Look]) -> dict[str, Job]:
    """Return what there is of a person's photo in some looks, by their keys: what is there, else what is on its way.

    What has failed lately is there, too, without a file.
    """
    failed = and_(
        Job.kind == JobKind.RENDER,
        Job.state.in_((JobState.DONE, JobState.HELD)),
        Job.created_at > now() - _FAILED_FOR,
    )
    coming = and_(Job.state.in_(IN_FLIGHT), Job.cancel_requested_at.is_(None))
    found = await db.scalars(
        select(Job)
        .where(
            Job.photo_file_id == photo_file_id,
            Job.look_key.in_({look.key for look in looks}),
            Job.user_id == user_id,
            Job.kind.in_(_KINDS),
            Job.picture == PictureKind.PHOTO,
            or_(_there(), coming, failed),
        )
        .order_by(Job.created_at)
    )
    # The best comes last, and stays.
    return {job.look_key: job for job in sorted(found, key=lambda job: (is_there(job), job.state in IN_FLIGHT))}


async def look_up(db: AsyncSession, ids: Collection[str]) -> dict[str, Job]:
    """Return jobs as they are now, by their ids."""
    return {job.id: job for job in await db.scalars(select(Job).where(Job.id.in_(ids)))}


async def drop(db: AsyncSession, user_id: int, *, besides: Collection[str]) -> None:
    """Call off what is painted, or is to be, for earlier inline queries of a person, but for some ids."""
    at, unwanted = now(), (Job.user_id == user_id, Job.kind == JobKind.RENDER, Job.id.not_in(besides))
    over = {"state": JobState.CANCELLED, "finished_at": at, "error": "superseded"}
    for state, values in ((JobState.QUEUED, over), (JobState.RUNNING, {"cancel_requested_at": at})):
        change = update(Job).where(*unwanted, Job.state == state).values(**values)
        await db.execute(change.execution_options(synchronize_session=False))


def is_there(job: Job) -> bool:
    """Tell whether Telegram has the picture of a job."""
    return job.state is JobState.DONE and job.error is None and job.result_file_id is not None


def _there() -> ColumnElement[bool]:
    return and_(Job.state == JobState.DONE, Job.error.is_(None), Job.result_file_id.is_not(None))
