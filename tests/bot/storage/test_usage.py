from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.storage import usage
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.moments import now
from tests.bot.jobs.rows import ask


async def asked(database: Database, *ages: float, **changes: object) -> None:
    """Queue a wish of each age, in seconds."""
    for age in ages:
        async with database.transaction() as db:
            job = await ask(db)
            values = {"created_at": now() - timedelta(seconds=age), **changes}
            await db.execute(update(Job).where(Job.id == job.id).values(**values))


async def wait(database: Database, per_minute: int = 3, per_day: int = 100, user_id: int = 7) -> float | None:
    """Return for how many seconds, rounded, the person has to wait."""
    async with database.snapshot() as db:
        until = await usage.full_until(db, user_id, per_minute=per_minute, per_day=per_day)
    return None if until is None else round((until - now()).total_seconds())


async def test_there_is_room_until_a_minute_is_full_and_again_when_its_first_wish_leaves_it(database: Database) -> None:
    await asked(database, 50, 10)
    assert await wait(database) is None
    await asked(database, 5)
    assert await wait(database) == 10
    assert await wait(database, user_id=8) is None


async def test_wishes_older_than_the_window_do_not_count(database: Database) -> None:
    await asked(database, 61, 62, 63)
    assert await wait(database) is None


async def test_a_day_is_full_too(database: Database) -> None:
    await asked(database, 3600, 7200, 10_000)
    assert await wait(database, per_day=3) == 24 * 3600 - 10_000


async def test_of_two_full_windows_the_later_end_counts(database: Database) -> None:
    await asked(database, 1, 2, 3)
    assert await wait(database, per_day=3) == 24 * 3600 - 3


@pytest.mark.parametrize("state", [JobState.CANCELLED, JobState.DONE])
@pytest.mark.parametrize(("started_at", "counts"), [(None, False), (now(), True)])
async def test_what_was_replaced_or_there_already_counts_only_if_it_was_begun(
    database: Database, state: JobState, started_at: object, counts: bool
) -> None:
    await asked(database, 1, 2, 3, state=state, started_at=started_at)
    assert (await wait(database) is not None) is counts
