"""Forgetting a person: everything that any table holds of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, Table, and_, cast, delete, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.jobs import IN_FLIGHT
from bot.storage.models.base import Base
from bot.storage.models.jobs import Job, JobKind
from bot.storage.models.opinions import QuizAnswer, Rating, SurveyAnswer
from bot.storage.models.people import User
from bot.storage.models.styles import OwnStyle, Preset
from bot.storage.models.updates import StoredUpdate, UpdateState

# The columns that say whose a row is; a table with one of them is forgotten without being named here.
_WHOSE = ("user_id", "admin_id")


@dataclass(frozen=True)
class Kept:
    """How much there is of a person: pictures asked for, styles, presets, and ratings and answers."""

    pictures: int
    styles: int
    presets: int
    opinions: int


async def kept(db: AsyncSession, user_id: int) -> Kept:
    """Count what there is of a person."""

    async def count(*tables: type[Base]) -> int:
        counts = [
            await db.scalar(select(func.count()).select_from(table).where(table.__table__.c.user_id == user_id))
            for table in tables
        ]
        return sum(one or 0 for one in counts)

    return Kept(
        pictures=await count(Job),
        styles=await count(OwnStyle),
        presets=await count(Preset),
        opinions=await count(Rating, SurveyAnswer, QuizAnswer),
    )


async def loose_messages(db: AsyncSession, user_id: int) -> dict[int, list[int]]:
    """Return, by chat, the messages that would stay without a purpose when a person is forgotten.

    They tell how far a job is that will not be finished, or hold pictures for inline answers.
    """
    # One that stands in the place of an earlier picture is left: that is the person's own.
    in_a_message_of_its_own = Job.progress_message_id.is_distinct_from(Job.edit_message_id)
    rows = await db.execute(
        union_all(
            select(Job.chat_id, Job.progress_message_id).where(
                Job.user_id == user_id,
                Job.state.in_(IN_FLIGHT),
                Job.progress_message_id > 0,
                in_a_message_of_its_own,
            ),
            select(Job.chat_id, Job.result_message_id).where(Job.user_id == user_id, Job.kind == JobKind.RENDER),
        )
    )
    found: dict[int, list[int]] = {}
    for chat_id, message_id in rows:
        if message_id is not None:
            found.setdefault(chat_id, []).append(message_id)
    return found


async def forget(db: AsyncSession, user_id: int, *, asked_by_update: int) -> None:
    """Delete everything of a person, running jobs too, whose workers then deliver nothing.

    Of somebody who is shut out, the id and the time of that stay, or forgetting would let them in again.

    Args:
        asked_by_update: the update that is being handled; others that are not handled yet are a new beginning.
    """
    user = await db.get(User, user_id)
    banned_at = None if user is None else user.banned_at
    for table in reversed(Base.metadata.sorted_tables):
        for name in _WHOSE:
            if name in table.c:
                await _delete(db, table, table.c[name] == user_id)
    over = or_(StoredUpdate.state != UpdateState.PENDING, StoredUpdate.update_id == asked_by_update)
    updates, users = Base.metadata.tables["updates"], Base.metadata.tables["users"]
    await _delete(db, updates, and_(over, _mentions(user_id)))
    await _delete(db, users, users.c.id == user_id)
    if user is not None:
        db.expunge(user)
    if banned_at is not None:
        db.add(User(id=user_id, first_name="", banned_at=banned_at))


def _mentions(user_id: int) -> ColumnElement[bool]:
    """Match the updates in which the person appears, as their author or in a reply, say."""
    payload = cast(StoredUpdate.payload, String)
    # As `json` writes it; no other number is called just "id".
    return or_(payload.contains(f'"id": {user_id},'), payload.contains(f'"id": {user_id}}}'))


async def _delete(db: AsyncSession, table: Table, which: ColumnElement[bool]) -> None:
    await db.execute(delete(table).where(which))
