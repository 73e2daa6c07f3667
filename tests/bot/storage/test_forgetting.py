"""Forgetting a person, over all tables that there are, also those that do not exist yet."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.look import Look
from bot.storage import forgetting
from bot.storage.database import Database
from bot.storage.forgetting import Kept
from bot.storage.models.base import Base, LookColumn
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.models.people import User
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import UtcDateTime, now
from tests.bot.jobs.rows import ask

# Numbers that appear nowhere by chance.
ANNA, BORIS = 7_000_000_001, 7_000_000_002
_TABLES = Base.metadata.sorted_tables
_numbers = count(1)


def value_of(column: sa.Column[Any], person: int) -> Any:
    """Return something that fits the column, of a row that is about the person."""
    if column.name in ("user_id", "admin_id") or (column.table.name == "users" and column.name == "id"):
        return person
    if column.name == "state" and column.table.name == "updates":
        return UpdateState.FAILED
    if column.name == "payload":
        return {"message": {"from": {"id": person, "first_name": "…"}}}
    if isinstance(column.type, LookColumn):
        return Look.of("gallery:iris")
    if isinstance(column.type, UtcDateTime):
        return now()
    if isinstance(column.type, sa.Enum):
        return column.type.enums[0]
    if isinstance(column.type, sa.JSON):
        return {}
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.LargeBinary):
        return b"bytes"
    return f"text {next(_numbers)}" if isinstance(column.type, sa.String) else next(_numbers)


async def fill(db: AsyncSession, person: int) -> None:
    """Put a row about the person into every table."""
    made: dict[str, Any] = {"users.id": person}
    for table in _TABLES:
        values = {column.name: value_of(column, person) for column in table.columns if not column.nullable}
        for column in table.columns:
            for key in column.foreign_keys:
                values[column.name] = made[key.target_fullname]
        await db.execute(sa.insert(table).values(values))
        made |= {f"{table.name}.{name}": value for name, value in values.items()}


async def rows_about(db: AsyncSession, person: int) -> dict[str, int]:
    """Return how many rows of each table hold the person's number, in whatever column."""
    found = {}
    for table in _TABLES:
        rows = await db.execute(sa.select(table))
        numbers = [json.dumps(dict(row), default=str) for row in rows.mappings()]
        found[table.name] = sum(str(person) in row for row in numbers)
    return {name: rows for name, rows in found.items() if rows}


async def test_nothing_of_a_person_is_left_in_any_table_and_everything_of_others_is(database: Database) -> None:
    async with database.transaction() as db:
        await fill(db, ANNA)
        await fill(db, BORIS)
    async with database.snapshot() as db:
        before = await rows_about(db, BORIS)
        sizes = {table.name: await db.scalar(sa.select(sa.func.count()).select_from(table)) for table in _TABLES}
        assert await rows_about(db, ANNA) == before
    # All but what is nobody's, and the numbers read from a style, which name the style only.
    nobodys = {"chats", "switches", "style_statistics"}
    assert set(before) == set(sizes) - nobodys

    async with database.transaction() as db:
        await forgetting.forget(db, ANNA, asked_by_update=0)

    async with database.snapshot() as db:
        assert await rows_about(db, ANNA) == {}
        assert await rows_about(db, BORIS) == before
        left = await db.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables["style_statistics"]))
        assert left == sizes["style_statistics"] - 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("payload", "forgotten"),
    [
        ({"message": {"from": {"id": ANNA}, "text": "hello"}}, True),
        ({"message": {"from": {"id": BORIS}, "reply_to_message": {"from": {"first_name": "A", "id": ANNA}}}}, True),
        ({"callback_query": {"from": {"id": ANNA, "first_name": "Anna"}}}, True),
        ({"message": {"from": {"id": BORIS}, "text": f"{ANNA}"}}, False),
        ({"message": {"from": {"id": int(f"{ANNA}0")}}}, False),
    ],
)
async def test_updates_are_forgotten_in_which_the_person_appears(
    database: Database, payload: dict[str, Any], forgotten: bool
) -> None:
    async with database.transaction() as db:
        db.add(StoredUpdate(bot_id=1, update_id=1, payload=payload, state=UpdateState.FAILED))
    async with database.transaction() as db:
        await forgetting.forget(db, ANNA, asked_by_update=9)
    async with database.snapshot() as db:
        assert (await db.get(StoredUpdate, (1, 1)) is None) is forgotten


async def test_of_updates_that_are_not_handled_yet_only_the_one_that_asks_is_forgotten(database: Database) -> None:
    async with database.transaction() as db:
        for number in (1, 2):
            db.add(StoredUpdate(bot_id=1, update_id=number, payload={"message": {"from": {"id": ANNA}}}))
    async with database.transaction() as db:
        await forgetting.forget(db, ANNA, asked_by_update=1)
    async with database.snapshot() as db:
        assert [row.update_id for row in await db.scalars(sa.select(StoredUpdate))] == [2]


async def test_who_is_shut_out_stays_so_without_a_name(database: Database) -> None:
    async with database.transaction() as db:
        db.add(User(id=ANNA, first_name="Anna", username="anna", language="en", banned_at=now()))
    async with database.transaction() as db:
        await forgetting.forget(db, ANNA, asked_by_update=1)
    async with database.snapshot() as db:
        left = await db.get_one(User, ANNA)
        assert left.banned_at is not None
        assert (left.first_name, left.username, left.language) == ("", None, None)


async def test_what_is_kept_is_counted(database: Database) -> None:
    async with database.transaction() as db:
        await fill(db, ANNA)
        await fill(db, BORIS)
    async with database.snapshot() as db:
        assert await forgetting.kept(db, ANNA) == Kept(pictures=1, styles=1, presets=1, opinions=3)
        assert await forgetting.kept(db, 5) == Kept(0, 0, 0, 0)


async def test_messages_are_named_that_would_stay_without_a_purpose(database: Database) -> None:
    rows: list[dict[str, Any]] = [
        {"progress_message_id": 10},
        # In the place of a picture of theirs; not sent yet; over; somebody else's.
        {"progress_message_id": 11, "edit_message_id": 11},
        {"progress_message_id": 0},
        {"progress_message_id": 12, "state": JobState.DONE},
        {"progress_message_id": 13, "user_id": 8},
        # A picture for an inline answer, and one in a chat of their own.
        {"kind": JobKind.RENDER, "chat_id": -9, "result_message_id": 20, "state": JobState.DONE},
        {"result_message_id": 21, "state": JobState.DONE},
    ]
    async with database.transaction() as db:
        for values in rows:
            job = await ask(db)
            await db.execute(sa.update(Job).where(Job.id == job.id).values(**values))
    async with database.snapshot() as db:
        assert await forgetting.loose_messages(db, 7) == {7: [10], -9: [20]}
