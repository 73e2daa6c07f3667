from datetime import timedelta
from typing import Any

import pytest

from bot.look import Look, Share
from bot.storage.database import Database
from bot.storage.models.jobs import JobKind, JobState
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now
from bot.web import figures
from bot.web.figures import Depth, FinishedJobs
from tests.bot.jobs.rows import ask


async def have(database: Database, *, ago: float = 0.0, look: Look | None = None, **values: Any) -> str:
    """Store a job that was asked for `ago` seconds before now."""
    async with database.transaction() as db:
        job = await ask(db, look=look or Look.of("gallery:iris"))
        job.created_at = now() - timedelta(seconds=ago)
        for name, value in values.items():
            setattr(job, name, value)
    return job.id


async def test_the_depth_is_told_by_state_kind_and_method(database: Database) -> None:
    await have(database)
    await have(database)
    await have(database, look=Look((Share("gallery:iris"),), method="gatys"), state=JobState.RUNNING)
    await have(database, kind=JobKind.LEARN, state=JobState.HELD)
    await have(database, state=JobState.DONE)
    async with database.snapshot() as db:
        assert sorted(await figures.depths(db), key=lambda depth: depth.state) == [
            Depth("held", "learn", "adain", 1),
            Depth("queued", "paint", "adain", 2),
            Depth("running", "paint", "gatys", 1),
        ]


async def test_the_oldest_job_is_the_oldest_of_those_that_are_due(database: Database) -> None:
    async with database.snapshot() as db:
        assert await figures.oldest_job_age(db) == 0.0
    await have(database, ago=100.0, not_before=now() + timedelta(seconds=60))
    await have(database, ago=200.0, state=JobState.RUNNING)
    await have(database, ago=50.0, not_before=now() - timedelta(seconds=1))
    async with database.snapshot() as db:
        assert await figures.oldest_job_age(db) == pytest.approx(50.0, abs=5.0)


async def test_updates_that_wait_are_counted(database: Database) -> None:
    async with database.transaction() as db:
        for number, state in enumerate([UpdateState.PENDING, UpdateState.PENDING, UpdateState.DONE]):
            received = now() - timedelta(seconds=10 * (number + 1))
            db.add(StoredUpdate(bot_id=1, update_id=number, payload={}, state=state, received_at=received))
    async with database.snapshot() as db:
        count, age = await figures.pending_updates(db)
    assert count == 2
    assert age == pytest.approx(20.0, abs=5.0)


async def over(database: Database, seconds: float = 0.0, **values: Any) -> str:
    """Store a job that ended `seconds` after now."""
    end = now() + timedelta(seconds=seconds)
    return await have(database, **{"state": JobState.DONE, "finished_at": end, **values})


async def test_each_job_is_told_of_once_after_its_end(database: Database) -> None:
    await over(database, -3600.0)
    finished, told = FinishedJobs(since=now()), []
    expected = []
    for seconds in (1.0, 2.0, 300.0, 290.0, 400.0):
        # The one before the last became visible after a later one.
        expected.append(await over(database, seconds))
        await have(database)
        async with database.snapshot() as db:
            told += [job.id for job in await finished.news(db)]
    async with database.snapshot() as db:
        assert await finished.news(db) == []
    assert told == expected


async def test_who_is_far_behind_catches_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "ROWS", 2)
    finished = FinishedJobs(since=now())
    jobs = {await over(database, second) for second in range(1, 6)}
    told: list[str] = []
    async with database.snapshot() as db:
        for _ in range(3):
            told += [job.id for job in await finished.news(db)]
    assert (len(told), set(told)) == (5, jobs)


async def test_a_job_tells_what_it_took(database: Database) -> None:
    asked = now()
    values: dict[str, Any] = {
        "created_at": asked,
        "started_at": asked + timedelta(seconds=2),
        "finished_at": asked + timedelta(seconds=5),
    }
    finished = FinishedJobs(since=asked - timedelta(seconds=1))
    await over(database, **values)
    async with database.snapshot() as db:
        (job,) = await finished.news(db)
    assert (job.waited, job.worked, job.total, job.failure) == (2.0, 3.0, 5.0, None)


@pytest.mark.parametrize(
    ("error", "told"),
    [("TooSmall: 8 x 8", "TooSmall"), ("FileGone", "FileGone"), ("superseded", "other"), ("My cat: secret", "other")],
)
async def test_a_failure_is_told_by_its_class_and_nothing_else(database: Database, error: str, told: str) -> None:
    finished = FinishedJobs(since=now())
    await over(database, 1.0, error=error)
    async with database.snapshot() as db:
        (job,) = await finished.news(db)
    assert job.failure == told
