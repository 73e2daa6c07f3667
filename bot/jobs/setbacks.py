"""After a picture that could not be read: the session goes back to what it was before.

A photo becomes the current one, and a painting a style, as soon as they are sent, since the next message may
already be about them; whether they can be read shows only when the worker has fetched them.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.errors import DownloadTooBig, FileGone, JobHeld
from bot.storage import styles
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models import ChatSession, Job, JobKind, JobState
from bot.styles import own_id
from engine import PictureError

_GOOD = or_(Job.state.in_(IN_FLIGHT), and_(Job.state == JobState.DONE, Job.error.is_(None)))


async def take_back(db: AsyncSession, job: Job, error: Exception) -> None:
    """Put the last good photo, or style, in the place of the one that `error` is about.

    Other errors than those about a picture change nothing, since the same may go well the next time. Call it
    before the person is told: their next message counts on it.
    """
    if not isinstance(error, PictureError | DownloadTooBig | FileGone | JobHeld):
        return
    session = await db.get(ChatSession, (job.chat_id, job.user_id))
    if not await _style_was_read(db, job):
        await _take_back_style(db, session, job)
    elif session is not None:
        await _take_back_photo(db, session, job)


async def _style_was_read(db: AsyncSession, job: Job) -> bool:
    """Tell whether the job got as far as the photo: the painting of a person's own style comes before."""
    style_id = own_id(job.style)
    if style_id is None:
        return True
    style = await styles.get_own(db, style_id)
    return style is not None and style.statistics is not None


async def _take_back_style(db: AsyncSession, session: ChatSession | None, job: Job) -> None:
    style_id = own_id(job.style)
    assert style_id is not None
    await styles.remove_own(db, style_id)
    if session is not None and session.style == job.style:
        good = await _last(db, session, Job.style != job.style)
        session.style = None if good is None else good.style


async def _take_back_photo(db: AsyncSession, session: ChatSession, job: Job) -> None:
    if session.photo_file_id == job.photo_file_id:
        good = await _last(db, session, Job.kind == JobKind.PAINT, Job.photo_file_id != job.photo_file_id)
        session.photo_file_id = None if good is None else good.photo_file_id
        session.photo_message_id = None if good is None else good.reply_to_message_id


async def _last(db: AsyncSession, session: ChatSession, *which: ColumnElement[bool]) -> Job | None:
    """Return the person's newest job in the chat that went well, or still may."""
    mine = (Job.chat_id == session.chat_id, Job.user_id == session.user_id)
    return await db.scalar(select(Job).where(*mine, _GOOD, *which).order_by(Job.created_at.desc()).limit(1))
