"""After a job has failed: the session goes back to what it was before.

A photo becomes the current one, and a painting a style, as soon as they are sent, since the next message may
already be about them; whether they can be read shows only when the worker has fetched them.
"""

from __future__ import annotations

from typing import TypeGuard

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.errors import DownloadTooBig, FileGone, JobHeld
from bot.storage import styles
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models import ChatSession, Job, JobKind, JobState
from bot.styles import own_id
from engine import PictureError

# A job's `error` begins with the name of its class. These are about the picture: others may pass.
_PICTURE_ERRORS = tuple(
    f"{error.__name__}:" for error in (*PictureError.__subclasses__(), DownloadTooBig, FileGone, JobHeld)
)
_GOOD = or_(Job.state.in_(IN_FLIGHT), and_(Job.state == JobState.DONE, Job.error.is_(None)))


async def take_back(db: AsyncSession, session: ChatSession) -> None:
    """Put the last photo and style that could be read in the place of those that could not."""
    await _take_back_style(db, session)
    await _take_back_photo(db, session)


async def _take_back_style(db: AsyncSession, session: ChatSession) -> None:
    style_id = own_id(session.style)
    if style_id is None:
        return
    style = await styles.get_own(db, style_id)
    if style is not None:
        if style.statistics is not None or not _is_setback(await _last(db, session, Job.style == session.style)):
            return
        await styles.remove_own(db, style_id)
    good = await _last(db, session, Job.style != session.style, _GOOD)
    session.style = None if good is None else good.style


async def _take_back_photo(db: AsyncSession, session: ChatSession) -> None:
    photo = session.photo_file_id
    last = None if photo is None else await _last(db, session, Job.photo_file_id == photo)
    if not _is_setback(last) or not await _could_read_style(db, last):
        return
    good = await _last(db, session, Job.kind == JobKind.PAINT, Job.photo_file_id != photo, _GOOD)
    session.photo_file_id = None if good is None else good.photo_file_id
    session.photo_message_id = None if good is None else good.reply_to_message_id


def _is_setback(job: Job | None) -> TypeGuard[Job]:
    """Tell whether a job came to nothing because of a picture."""
    return job is not None and job.state not in IN_FLIGHT and (job.error or "").startswith(_PICTURE_ERRORS)


async def _could_read_style(db: AsyncSession, job: Job) -> bool:
    """Tell whether a job got as far as the photo: the painting of a person's own style comes before."""
    style_id = own_id(job.style)
    if style_id is None:
        return True
    style = await styles.get_own(db, style_id)
    return style is not None and style.statistics is not None


async def _last(db: AsyncSession, session: ChatSession, *which: ColumnElement[bool]) -> Job | None:
    """Return the newest job of the person in the chat that was not called off."""
    mine = (Job.chat_id == session.chat_id, Job.user_id == session.user_id)
    query = select(Job).where(*mine, Job.state != JobState.CANCELLED, *which)
    return await db.scalar(query.order_by(Job.created_at.desc()).limit(1))
