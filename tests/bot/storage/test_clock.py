from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.storage.clock import FromNow
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.storage.moments import now


@pytest.mark.parametrize("seconds", [0.0, -90.0, 0.25, 1e-5, 100_000.0])
async def test_a_moment_is_written_and_read_like_any_other(database: Database, seconds: float) -> None:
    before = now()
    async with database.transaction() as db:
        db.add(User(id=1, first_name="Ada"))
        await db.flush()
        await db.execute(update(User).values(banned_at=FromNow(seconds)))
    async with database.snapshot() as db:
        banned_at = await db.scalar(select(User.banned_at))
        assert banned_at is not None
        # SQLite's has milliseconds.
        assert -timedelta(milliseconds=1) <= banned_at - before - timedelta(seconds=seconds) <= now() - before
        assert await db.scalar(select(User.id).where(User.banned_at < FromNow(seconds + 60))) == 1
        assert await db.scalar(select(User.id).where(User.banned_at > FromNow(seconds + 60))) is None
