"""After a picture that could not be read: the session goes back to what it was before.

A photo becomes the current one, and a painting a style, as soon as they are sent, since the next message may
already be about them; whether they can be read shows only when the worker has fetched them.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.errors import DownloadTooBig, FileGone, JobHeld
from bot.storage import styles
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models.jobs import Job, JobState, PictureKind
from bot.storage.models.people import ChatSession
from bot.storage.paintings import PAINTINGS
from bot.styles import own_id, own_reference
from engine import PictureError

# How far back a look without the broken style is searched for.
_LOOKED_AT = 20
_GOOD = or_(Job.state.in_(IN_FLIGHT), and_(Job.state == JobState.DONE, Job.error.is_(None)))


async def take_back(db: AsyncSession, job: Job, error: Exception) -> None:
    """Put the last good photo, or style, in the place of the one that `error` is about.

    Other errors than those about a picture change nothing, since the same may go well the next time. Call it
    before the person is told: their next message counts on it.
    """
    if not isinstance(error, PictureError | DownloadTooBig | FileGone | JobHeld):
        return
    session = await db.get(ChatSession, (job.chat_id, job.user_id), with_for_update=True)
    unread = await _unread_style(db, job)
    if unread is not None:
        await _take_back_style(db, session, job, unread)
    elif session is not None:
        await _take_back_photo(db, session, job)


async def _unread_style(db: AsyncSession, job: Job) -> int | None:
    """Return the style whose painting was in the way, if the job did not get as far as the photo."""
    for reference in job.look.styles:
        style_id = own_id(reference)
        if style_id is not None and not await styles.was_read(db, style_id):
            return style_id
    return None


async def _take_back_style(db: AsyncSession, session: ChatSession | None, job: Job, style_id: int) -> None:
    await styles.remove_own(db, style_id)
    if session is None or own_reference(style_id) not in session.look.styles:
        return
    before = await _recent(db, session, Job.look_key != job.look_key)
    good = (one.look.shares for one in before if own_reference(style_id) not in one.look.styles)
    session.look = replace(session.look, shares=next(good, ()))


async def _take_back_photo(db: AsyncSession, session: ChatSession, job: Job) -> None:
    if session.photo_file_id != job.photo_file_id:
        return
    # What a caption said goes with its photo, unless the person has said something else since.
    if job.look_before is not None and session.look == job.look:
        session.look = job.look_before
    before = await _recent(db, session, Job.kind.in_(PAINTINGS), Job.photo_file_id != job.photo_file_id)
    good = before[0] if before else None
    session.photo_file_id = None if good is None else good.photo_file_id
    session.photo_message_id = None if good is None else good.reply_to_message_id
    session.photo_kind = PictureKind.PHOTO if good is None else good.came_as
    session.album_file_ids = None if good is None else good.album_file_ids


async def _recent(db: AsyncSession, session: ChatSession, *which: ColumnElement[bool]) -> list[Job]:
    """Return the person's newest jobs in the chat that went well, or still may."""
    mine = (Job.chat_id == session.chat_id, Job.user_id == session.user_id)
    query = select(Job).where(*mine, _GOOD, *which).order_by(Job.created_at.desc())
    return list(await db.scalars(query.limit(_LOOKED_AT)))
