import asyncio

import pytest

from bot.jobs import rest
from bot.jobs.rest import until_at_rest
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from tests.bot.jobs.rows import ask


async def in_state(database: Database, state: JobState) -> Job:
    async with database.transaction() as db:
        job = await ask(db, edit_message_id=5)
        job.state = state
    return job


async def test_a_message_is_at_rest_when_nothing_is_on_its_way_to_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "LOOK_S", 0.01)
    delivered = await in_state(database, JobState.DELIVERING)
    newer = await in_state(database, JobState.RUNNING)
    waiting = asyncio.create_task(until_at_rest(database, 7, 5))
    await asyncio.wait([waiting], timeout=0.2)
    assert not waiting.done()
    async with database.transaction() as db:
        (await db.get_one(Job, delivered.id)).state = JobState.DONE
    assert [job.id for job in await waiting] == [newer.id]


async def test_a_job_waits_neither_for_itself_nor_for_newer_ones(database: Database) -> None:
    mine = await in_state(database, JobState.DELIVERING)
    await in_state(database, JobState.DELIVERING)
    assert await until_at_rest(database, 7, 5, older_than=mine) == []


async def test_nobody_waits_for_ever(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "MOST_S", 0.0)
    stuck = await in_state(database, JobState.DELIVERING)
    assert [job.id for job in await until_at_rest(database, 7, 5)] == [stuck.id]
