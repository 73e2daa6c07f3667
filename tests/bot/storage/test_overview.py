from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.storage import overview
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import User
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now
from bot.storage.overview import Activity
from tests.bot.jobs.rows import ask

LONG_AGO = timedelta(days=2)


async def job(database: Database, user_id: int = 7, **values: object) -> str:
    async with database.transaction() as db:
        made = await ask(db, user_id=user_id)
        if values:
            await db.execute(update(Job).where(Job.id == made.id).values(**values))
        return made.id


async def test_the_figures(database: Database) -> None:
    async with database.transaction() as db:
        db.add(User(id=7, first_name="Anna"))
        db.add(User(id=8, first_name="Boris", created_at=now() - LONG_AGO))
        db.add(
            StoredUpdate(
                bot_id=1, update_id=1, payload={}, state=UpdateState.FAILED, error="KeyError: 1", finished_at=now()
            )
        )
    oldest = now() - timedelta(minutes=5)
    await job(database, created_at=oldest)
    await job(database)
    await job(database, 8, created_at=now() - LONG_AGO, state=JobState.DONE, finished_at=now() - LONG_AGO)
    await job(database, state=JobState.HELD, error="KeyError: 'x'", finished_at=now())
    await job(database, state=JobState.DONE, error="FileGone: gone", finished_at=now())
    await job(database, state=JobState.CANCELLED, error="superseded", finished_at=now())

    async with database.snapshot() as db:
        figures = await overview.overview(db)

    assert (figures.people, figures.new, figures.active) == (2, 1, 1)
    assert (figures.waiting, figures.oldest) == (2, oldest)
    assert figures.jobs == {JobState.QUEUED: 2, JobState.DONE: 2, JobState.HELD: 1, JobState.CANCELLED: 1}
    assert figures.errors == (("KeyError", 2), ("FileGone", 1))


async def test_a_persons_activity(database: Database) -> None:
    await job(database)
    await job(database, created_at=now() - LONG_AGO)
    await job(database, 8)
    async with database.snapshot() as db:
        assert await overview.activity(db, 7) == Activity(jobs=2, lately=1)


async def test_failures_come_latest_first_and_held_ones_before_others(database: Database) -> None:
    minute = timedelta(minutes=1)
    held = await job(database, state=JobState.HELD, error="A", finished_at=now() - 3 * minute)
    older = await job(database, state=JobState.DONE, error="B", finished_at=now() - 2 * minute)
    newer = await job(database, state=JobState.DONE, error="C", finished_at=now() - minute)
    await job(database, state=JobState.DONE, finished_at=now())
    await job(database, state=JobState.CANCELLED, error="superseded", finished_at=now())
    async with database.snapshot() as db:
        assert [one.id for one in await overview.failures(db, 9)] == [held, newer, older]
        assert [one.id for one in await overview.failures(db, 1)] == [held]
