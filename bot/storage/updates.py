"""Updates, each owned by one process of the bot, under a lease that the process renews while it lives.

A *line* is what is handled one after the other: a chat, or a person where there is no chat. All of a line that is not
handled yet has one owner, so that order within a line is the business of one process: on PostgreSQL a new update goes
to whoever owns those ahead of it, and who takes over from a dead process takes whole lines. On SQLite there is one
process, which owns everything. What a process releases as it ends has no owner, again by whole lines, until
somebody looks, or has something new of the line.

Leases run by the database's clock.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, CursorResult, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.storage.clock import FromNow
from bot.storage.database import insert_or_ignore
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now

ERROR_LENGTH = 1000
# How many lines are taken over in one transaction: each is locked, and PostgreSQL has room for some thousands of locks.
LINES_AT_ONCE = 500
# Any number, the same in all processes; with a second one, since those alone are chats.
_TAKING_OVER = 7231554


@dataclass(frozen=True)
class Stored:
    """An update that is new: whose it is, whether that one's lease has `lapsed`, and which of its line are `ahead`."""

    owner: str
    lapsed: bool = False
    ahead: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Owned:
    """An update that is to be handled, as it came."""

    update_id: int
    payload: dict[str, Any]


async def store(
    db: AsyncSession, *, bot_id: int, update_id: int, line: int, payload: dict[str, Any], owner: str, seconds: float
) -> Stored | None:
    """Store an update, for `owner` unless others of its line are another's; None if it was stored before.

    Those of its line that have no owner become `owner`'s, too.
    """
    new = insert_or_ignore(db, StoredUpdate).values(bot_id=bot_id, update_id=update_id, line=line, payload=payload)
    if not _is_shared(db):
        mine = new.values(owner=owner, leased_until=FromNow(seconds)).returning(StoredUpdate.update_id)
        return None if await db.scalar(mine) is None else Stored(owner)
    # Before the statement that looks at the line, which sees only what was committed when it began.
    await db.execute(select(func.pg_advisory_xact_lock(literal(line, BigInteger()))))
    other = aliased(StoredUpdate)
    ahead = and_(other.bot_id == bot_id, other.state == UpdateState.PENDING, other.line == line)
    theirs = select(other.owner).where(ahead).limit(1).scalar_subquery()
    # Not a fresh lease: should they be dead, the line is taken over as a whole.
    until = select(other.leased_until).where(ahead).limit(1).scalar_subquery()
    ids = select(func.array_agg(other.update_id, type_=ARRAY(BigInteger()))).where(ahead).scalar_subquery()
    joined = new.values(owner=func.coalesce(theirs, owner), leased_until=func.coalesce(until, FromNow(seconds)))
    lapsed = StoredUpdate.leased_until < FromNow()
    row = (await db.execute(joined.returning(StoredUpdate.owner, lapsed, ids, theirs))).one_or_none()
    if row is None:
        return None
    if row[2] and row[3] is None:
        ownerless = and_(_pending(bot_id), StoredUpdate.line == line, StoredUpdate.owner.is_(None))
        await _set(db, ownerless, owner=owner, leased_until=FromNow(seconds))
    return Stored(row[0], row[1], frozenset(row[2] or ()))


async def owned(db: AsyncSession, bot_id: int, owner: str) -> set[int]:
    """Return which updates `owner` has still to handle."""
    return set(await db.scalars(select(StoredUpdate.update_id).where(_owned(bot_id, owner))))


async def lines_at_work(db: AsyncSession, bot_id: int, lines: Collection[int]) -> set[int]:
    """Return those of some lines that have something to be handled, by whichever process."""
    if not lines:
        return set()
    query = select(StoredUpdate.line).where(_pending(bot_id), StoredUpdate.line.in_(lines)).distinct()
    return {line for line in await db.scalars(query) if line is not None}


async def load(db: AsyncSession, bot_id: int, owner: str, update_ids: Collection[int]) -> list[Owned]:
    """Return those of some updates that `owner` has still to handle, in order."""
    wanted = select(StoredUpdate.update_id, StoredUpdate.payload).where(
        _owned(bot_id, owner), StoredUpdate.update_id.in_(update_ids)
    )
    return [Owned(*row) for row in await db.execute(wanted.order_by(StoredUpdate.update_id))]


async def renew(db: AsyncSession, bot_id: int, owner: str, seconds: float) -> set[int]:
    """Extend the leases of all that `owner` has still to handle, to `seconds` from now; return which these are."""
    await _keep_from_being_taken(db)
    mine = update(StoredUpdate).where(_owned(bot_id, owner)).values(leased_until=FromNow(seconds))
    return set(await db.scalars(mine.returning(StoredUpdate.update_id), execution_options=_UNSYNCHRONIZED))


async def begin(
    db: AsyncSession, bot_id: int, update_id: int, owner: str, seconds: float, *, counts: bool
) -> int | None:
    """Make sure of an update before it is handled, for `seconds`; None if it is no longer `owner`'s.

    Args:
        counts: whether this is one more attempt.

    Returns:
        the attempts so far.
    """
    await _keep_from_being_taken(db)
    mine = (
        update(StoredUpdate)
        .where(_owned(bot_id, owner), StoredUpdate.update_id == update_id)
        .values(leased_until=FromNow(seconds), attempts=StoredUpdate.attempts + int(counts))
        .returning(StoredUpdate.attempts)
    )
    return await db.scalar(mine, execution_options=_UNSYNCHRONIZED)


async def finish(
    db: AsyncSession, bot_id: int, update_id: int, owner: str | None = None, error: BaseException | None = None
) -> bool:
    """Note that an update has been handled, or has failed; False if it is no longer `owner`'s, or was forgotten.

    What people have said, and who they are, is kept only where somebody has to find out what went wrong.
    """
    outcome: dict[str, object] = {"state": UpdateState.DONE, "payload": {}, "line": None}
    if error is not None:
        outcome = {"state": UpdateState.FAILED, "error": f"{type(error).__name__}: {error}"[:ERROR_LENGTH]}
    which = and_(StoredUpdate.bot_id == bot_id, StoredUpdate.update_id == update_id)
    if owner is not None:
        which = and_(which, StoredUpdate.owner == owner)
    return await _set(db, which, finished_at=now(), **outcome) == 1


async def release(db: AsyncSession, bot_id: int, owner: str) -> bool:
    """Leave lines of `owner`'s to whoever looks next, on PostgreSQL; False once there are none."""
    mine = _owned(bot_id, owner)
    whole = await _whole_lines(db, bot_id, mine)
    return await _set(db, and_(mine, whole), owner=None, leased_until=None) > 0


async def retake(
    db: AsyncSession, bot_id: int, owner: str, seconds: float, *, owned_by: str | None = None, lapsed: bool = False
) -> list[Owned]:
    """Take over lines that have no owner.

    Args:
        owned_by: also those whose owner's name begins so.
        lapsed: also those whose leases have lapsed.

    Returns:
        their updates, in order; where there are very many, some: until there are none, there may be more.
    """
    left: ColumnElement[bool] = StoredUpdate.owner.is_(None)
    if owned_by is not None:
        left = or_(left, and_(StoredUpdate.owner != owner, StoredUpdate.owner.startswith(owned_by, autoescape=True)))
    if lapsed:
        left = or_(left, and_(StoredUpdate.owner != owner, StoredUpdate.leased_until < FromNow()))
    which = and_(_pending(bot_id), left)
    if _is_shared(db):
        if not await db.scalar(select(exists().where(which))):
            return []
        which = await _whole_lines(db, bot_id, which)
    taken = update(StoredUpdate).where(which).values(owner=owner, leased_until=FromNow(seconds))
    rows = await db.execute(
        taken.returning(StoredUpdate.update_id, StoredUpdate.payload), execution_options=_UNSYNCHRONIZED
    )
    return sorted((Owned(*row) for row in rows), key=lambda one: one.update_id)


async def prune(db: AsyncSession, age: timedelta) -> None:
    """Forget updates that came so long ago and have been handled, or have failed."""
    old = StoredUpdate.received_at < now() - age
    await db.execute(delete(StoredUpdate).where(StoredUpdate.state != UpdateState.PENDING, old))


_UNSYNCHRONIZED = {"synchronize_session": False}


async def _whole_lines(db: AsyncSession, bot_id: int, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return what is all that is pending of the lines of some updates; where these are very many, of some lines.

    Until this transaction ends, nobody else takes over or releases anything: two could share a line between them. Nor
    does anybody join these lines.
    """
    await db.execute(select(func.pg_advisory_xact_lock(_TAKING_OVER, 0)))
    query = select(StoredUpdate.line).where(which, StoredUpdate.line.is_not(None)).distinct()
    lines = list(await db.scalars(query.limit(LINES_AT_ONCE)))
    await db.execute(select(func.pg_advisory_xact_lock(func.unnest(literal(lines, ARRAY(BigInteger()))))))
    return or_(and_(_pending(bot_id), StoredUpdate.line.in_(lines)), and_(which, StoredUpdate.line.is_(None)))


async def _keep_from_being_taken(db: AsyncSession) -> None:
    """Let nobody take anything over until this transaction ends, nor while another one is at that."""
    if _is_shared(db):
        await db.execute(select(func.pg_advisory_xact_lock_shared(_TAKING_OVER, 0)))


def _is_shared(db: AsyncSession) -> bool:
    """Tell whether other processes of the bot may use the database."""
    return db.get_bind().dialect.name == "postgresql"


def _pending(bot_id: int) -> ColumnElement[bool]:
    return and_(StoredUpdate.bot_id == bot_id, StoredUpdate.state == UpdateState.PENDING)


def _owned(bot_id: int, owner: str) -> ColumnElement[bool]:
    return and_(_pending(bot_id), StoredUpdate.owner == owner)


async def _set(db: AsyncSession, which: ColumnElement[bool], **values: object) -> int:
    result = await db.execute(update(StoredUpdate).where(which).values(**values), execution_options=_UNSYNCHRONIZED)
    assert isinstance(result, CursorResult)
    return result.rowcount
