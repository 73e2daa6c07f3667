import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.models import ChatSession, User


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            db.add(User(id=1, first_name="Ada"))
            await db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.snapshot() as db:
        assert await db.get(User, 1) is None


async def test_writers_that_read_first_do_not_lose_each_others_changes(database: Database) -> None:
    # Two engines, as two processes have: the lock within one must not be what makes this work.
    other = Database(str(database.url))
    async with database.transaction() as db:
        db.add(User(id=1, first_name="0"))

    async def count_up(base: Database) -> None:
        for _ in range(10):
            async with base.transaction() as db:
                user = await db.get_one(User, 1)
                user.first_name = str(int(user.first_name) + 1)

    await asyncio.gather(*(count_up(base) for base in (database, other) for _ in range(3)))

    await other.close()
    async with database.snapshot() as db:
        assert (await db.get_one(User, 1)).first_name == "60"


async def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.transaction() as writing:
        writing.add(User(id=1, first_name="Ada"))
        await writing.flush()
        async with asyncio.timeout(5), database.snapshot() as reading:
            assert await reading.scalar(select(func.count()).select_from(User)) == 0


async def test_a_session_needs_a_person(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as db:
            db.add(ChatSession(chat_id=1, user_id=404))


async def test_a_commit_survives_a_power_cut(database: Database, tmp_path: Path) -> None:
    # What the promise to Telegram rests on: in write-ahead mode 2 (FULL) syncs each commit, 1 (NORMAL) does not.
    async with database.transaction() as db:
        assert await db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await db.scalar(text("PRAGMA synchronous")) == 2
