"""Whose a job is, when workers fall silent, sleep or take over from one another."""

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.jobs import queue
from bot.storage.models.jobs import Job, JobState
from bot.storage.moments import now
from tests.bot.jobs.studio import Studio, begun, busy


async def test_a_job_that_ended_its_worker_twice_is_held_and_the_person_told(studio: Studio) -> None:
    job = await studio.ask()
    async with studio.database.transaction() as db:
        await db.execute(update(Job).values(attempts=queue.MAX_ATTEMPTS))
    studio.start()
    await studio.said()
    assert (await studio.ended(job)).state is JobState.HELD
    assert studio.painter.painted == []


async def test_a_worker_that_falls_silent_loses_its_job_to_another(studio: Studio) -> None:
    job = await studio.ask()
    async with studio.database.transaction() as db:
        # What a worker leaves that dies while it paints.
        assert await queue.lease(db, "dead", seconds=0.1)
        assert await queue.begin_painting(db, job.id, "dead")
    studio.start("living")
    await studio.result()
    ended = await studio.ended(job)
    assert (ended.state, ended.attempts) == (JobState.DONE, 1)


async def test_a_long_painting_keeps_its_lease(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start("first", lease_seconds=0.3)
        await begun(studio.painter)
        studio.start("second", lease_seconds=0.3)
        three_leases_later = now() + timedelta(seconds=0.9)
        row = await studio.until(job, lambda row: row.leased_until is None or row.leased_until > three_leases_later)
        assert row.lease_owner == "first"
    await studio.result()
    assert len(studio.painter.painted) == 1


async def test_a_worker_that_has_slept_longer_than_its_lease_does_nothing_twice(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start(jobs_in_flight=2)
        await begun(studio.painter)
        await lapse(studio, job)
        await studio.until(job, lambda row: row.leased_until is not None and row.leased_until > now())
    assert (await studio.ended(job)).state is JobState.DONE
    # Both hands are free again.
    for _ in range(3):
        assert (await studio.ended(await studio.ask())).state is JobState.DONE
    assert len(await studio.pictures()) == len(studio.painter.painted) == 4


async def test_a_job_whose_lease_is_lost_is_taken_up_again_when_it_is_at_work_no_more(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start(jobs_in_flight=2)
        await begun(studio.painter)
        async with studio.database.transaction() as db:
            # Another worker that finds a lapsed lease does this.
            await queue.hand_back(db, "worker:test")
        await studio.until(job, lambda row: row.lease_owner == "worker:test" and len(studio.painter.painted) == 2)
    ended = await studio.ended(job)
    assert ended.state is JobState.DONE
    assert len(await studio.pictures()) == 1


async def test_a_job_that_another_worker_took_over_is_delivered_by_that_one_alone(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start("first")
        await begun(studio.painter)
        async with studio.database.transaction() as db:
            await db.execute(update(Job).values(lease_owner="second"))
        await logged(caplog, "dropped")
    assert await studio.pictures() == []
    row = await studio.row(job)
    assert (row.lease_owner, row.finished_at) == ("second", None)


async def logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    async with asyncio.timeout(15):
        while True:
            if words in caplog.text:
                return
            await asyncio.sleep(0.01)


async def lapse(studio: Studio, job: Job) -> None:
    async with studio.database.transaction() as db:
        await db.execute(update(Job).where(Job.id == job.id).values(leased_until=now() - timedelta(minutes=1)))
