"""Broadcasts: a message of an admin's on its way to everybody, in the order of their ids."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import people
from bot.storage.clock import FromNow
from bot.storage.database import insert_or_ignore
from bot.storage.models.admin import Broadcast, Switch
from bot.storage.models.people import User
from bot.storage.moments import now

_SENDER = "broadcasting"
_REACHABLE: tuple[ColumnElement[bool], ...] = (User.blocked_at.is_(None), User.banned_at.is_(None))


class Outcome(enum.StrEnum):
    """What came of sending to one person; the values are columns of `Broadcast`."""

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"


async def begin(db: AsyncSession, admin_id: int, chat_id: int, message_id: int) -> Broadcast:
    """Return the broadcast of a message, new if it is not one yet: nobody gets the same message twice."""
    known = await find(db, chat_id, message_id)
    if known is not None:
        return known
    broadcast = Broadcast(admin_id=admin_id, chat_id=chat_id, message_id=message_id)
    db.add(broadcast)
    await db.flush()
    return broadcast


async def find(db: AsyncSession, chat_id: int, message_id: int) -> Broadcast | None:
    """Return the broadcast of a message, or None."""
    return await db.scalar(select(Broadcast).where(Broadcast.chat_id == chat_id, Broadcast.message_id == message_id))


async def get(db: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """Return a broadcast by its id, or None."""
    return await db.get(Broadcast, broadcast_id)


async def unfinished(db: AsyncSession) -> Broadcast | None:
    """Return the oldest broadcast that has not reached everybody, or None."""
    query = select(Broadcast).where(Broadcast.finished_at.is_(None)).order_by(Broadcast.id).limit(1)
    return await db.scalar(query)


async def count_left(db: AsyncSession, reached_up_to: int = 0) -> int:
    """Return how many people a broadcast has still to reach."""
    return await db.scalar(select(func.count()).where(*_REACHABLE, User.id > reached_up_to)) or 0


async def next_receiver(db: AsyncSession, broadcast: Broadcast) -> int | None:
    """Return whom a broadcast goes to next, or None after the last."""
    query = select(User.id).where(*_REACHABLE, User.id > broadcast.reached_up_to)
    return await db.scalar(query.order_by(User.id).limit(1))


async def note(db: AsyncSession, broadcast_id: int, receiver: int, outcome: Outcome) -> Broadcast | None:
    """Note that a person's turn is over; return the broadcast, or None if it has been stopped meanwhile."""
    if outcome is Outcome.BLOCKED:
        await people.mark_blocked(db, receiver)
    broadcast: Broadcast | None = await db.scalar(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.finished_at.is_(None))
        .values({"reached_up_to": receiver, outcome.value: Broadcast.__table__.c[outcome.value] + 1})
        .returning(Broadcast)
    )
    return broadcast


async def finish(db: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """End a broadcast, whether it has reached everybody or not; None if there is none (any more)."""
    broadcast = await get(db, broadcast_id)
    if broadcast is not None and broadcast.finished_at is None:
        broadcast.finished_at = now()
    return broadcast


async def become_sender(db: AsyncSession, owner: str, seconds: float) -> bool:
    """Become the one process that sends broadcasts, for `seconds`; False if another one is.

    Two that send at once would reach everybody twice.
    """
    await db.execute(insert_or_ignore(db, Switch).values(name=_SENDER, value={}))
    # Locked on PostgreSQL; on SQLite whoever writes has the database to themselves.
    switch = (await db.scalars(select(Switch).where(Switch.name == _SENDER).with_for_update())).one()
    # By the database's clock: those of the processes' machines differ.
    moment = await db.scalar(select(FromNow()))
    assert moment is not None
    other = switch.value.get("owner", owner) != owner
    if other and datetime.fromisoformat(switch.value["until"]) > moment:
        return False
    switch.value = {"owner": owner, "until": (moment + timedelta(seconds=seconds)).isoformat()}
    return True
