"""Albums: pictures that wait for the rest of theirs, and the messages in which an album's paintings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_ignore
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.models.people import ChatSession
from bot.storage.models.updates import AlbumPicture

# How many of a chat's albums are looked through for a message.
_LOOKED_AT = 20


@dataclass(frozen=True)
class Waiting:
    """An album that may not have come whole yet: `payload` is the update with its first picture so far."""

    chat_id: int
    album_id: str
    user_id: int
    last_received_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """One of an album's paintings in the chat: the job that it is of, and its place from 0."""

    job: Job
    place: int


async def add(
    db: AsyncSession,
    *,
    bot_id: int,
    chat_id: int,
    album_id: str,
    message_id: int,
    user_id: int,
    payload: dict[str, Any],
) -> bool:
    """Keep a picture of an album until the others are there; True if it is the first one. The person must be known."""
    is_first = await db.scalar(select(AlbumPicture.message_id).where(_of(bot_id, chat_id, album_id)).limit(1)) is None
    await db.execute(
        insert_or_ignore(db, AlbumPicture).values(
            bot_id=bot_id,
            chat_id=chat_id,
            album_id=album_id,
            message_id=message_id,
            user_id=user_id,
            payload=payload,
        )
    )
    return is_first


async def waiting(db: AsyncSession, bot_id: int, chat_id: int | None = None) -> list[Waiting]:
    """Return the albums that wait, of all chats or of one, in the order of their first pictures."""
    query = select(AlbumPicture).where(AlbumPicture.bot_id == bot_id).order_by(AlbumPicture.message_id)
    if chat_id is not None:
        query = query.where(AlbumPicture.chat_id == chat_id)
    albums: dict[tuple[int, str], list[AlbumPicture]] = {}
    for picture in await db.scalars(query):
        albums.setdefault((picture.chat_id, picture.album_id), []).append(picture)
    return [
        Waiting(
            first.chat_id,
            first.album_id,
            first.user_id,
            max(picture.received_at for picture in (first, *others)),
            first.payload,
        )
        for first, *others in albums.values()
    ]


async def last_received(db: AsyncSession, bot_id: int, chat_id: int, album_id: str) -> datetime | None:
    """Return when the last picture of an album came; None if there is no such album."""
    return await db.scalar(select(func.max(AlbumPicture.received_at)).where(_of(bot_id, chat_id, album_id)))


async def payloads(db: AsyncSession, bot_id: int, chat_id: int, album_id: str) -> list[dict[str, Any]]:
    """Return the updates with an album's pictures, in their order in the chat."""
    query = select(AlbumPicture.payload).where(_of(bot_id, chat_id, album_id)).order_by(AlbumPicture.message_id)
    return list(await db.scalars(query))


async def take(db: AsyncSession, bot_id: int, chat_id: int, album_id: str) -> list[dict[str, Any]]:
    """Return the updates with an album's pictures, and forget them: nobody else gets them."""
    taken = await db.execute(
        delete(AlbumPicture)
        .where(_of(bot_id, chat_id, album_id))
        .returning(AlbumPicture.message_id, AlbumPicture.payload)
    )
    return [payload for _, payload in sorted(taken.all(), key=lambda row: row[0])]


async def note_sent(db: AsyncSession, job: Job, good: Sequence[str], message_ids: Sequence[int]) -> None:
    """Reduce an album, in its job and in the session, to its `good` pictures; their paintings are in these messages.

    Should the job be taken up again, the messages are changed and none is sent.
    """
    whole, values = job.album_file_ids, {"album_file_ids": list(good), "photo_file_id": good[0]}
    # The person may be sending another photo at this moment.
    session = await db.get(ChatSession, (job.chat_id, job.user_id), with_for_update=True)
    await db.execute(update(Job).where(Job.id == job.id).values(album_message_ids=list(message_ids), **values))
    if session is not None and session.album_file_ids == whole:
        session.album_file_ids, session.photo_file_id = list(good), good[0]


async def shown_in(db: AsyncSession, chat_id: int, message_id: int) -> Shown | None:
    """Return the painting of an album that a message holds, or None."""
    for job in await db.scalars(_delivered(chat_id).limit(_LOOKED_AT)):
        if message_id in (job.album_message_ids or ()):
            return Shown(job, (job.album_message_ids or []).index(message_id))
    return None


async def shown_above(db: AsyncSession, user_id: int, chat_id: int, message_id: int) -> Job | None:
    """Return the last job of a person's whose album the words in a message go with, or None."""
    mine = _delivered(chat_id).where(Job.user_id == user_id, Job.result_message_id == message_id, Job.error.is_(None))
    return await db.scalar(mine.limit(1))


async def last_shown(db: AsyncSession, user_id: int, chat_id: int, album_file_ids: Sequence[str]) -> Job | None:
    """Return the last job that has painted an album of a person's, and whose paintings can be changed; or None."""
    # Compared here, not in SQL: PostgreSQL cannot tell whether two JSON values are equal.
    jobs = await db.scalars(_delivered(chat_id).where(Job.user_id == user_id).limit(_LOOKED_AT))
    return next((job for job in jobs if job.album_file_ids == list(album_file_ids) and job.result_message_id), None)


def _delivered(chat_id: int) -> Select[Job]:
    albums = select(Job).where(Job.chat_id == chat_id, Job.kind == JobKind.ALBUM, Job.state == JobState.DONE)
    return albums.order_by(Job.created_at.desc())


def _of(bot_id: int, chat_id: int, album_id: str) -> ColumnElement[bool]:
    return and_(AlbumPicture.bot_id == bot_id, AlbumPicture.chat_id == chat_id, AlbumPicture.album_id == album_id)
