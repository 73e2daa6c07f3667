"""How a worker stops: what is nearly done is finished, and the rest handed back."""

import asyncio
from typing import Any

import pytest

from bot.jobs import errands, queue
from bot.storage.database import DatabaseAway
from bot.storage.models.jobs import JobState
from tests.bot.jobs.studio import Studio, begun, busy


@pytest.mark.parametrize("jobs_in_flight", [1, 2])
async def test_stopping_hands_back_what_cannot_be_finished(studio: Studio, jobs_in_flight: int) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start(jobs_in_flight=jobs_in_flight)
        await begun(studio.painter)
        worker.stop(grace=0.05)
        row = await studio.until(job, lambda row: row.state is JobState.QUEUED)
    assert (row.lease_owner, row.attempts) == (None, 0)
    assert await studio.pictures() == []


async def test_stopping_waits_neither_for_a_painter_that_does_not_stop_nor_for_a_database_that_is_away(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_painting, paint, back, ended = queue.end_painting, studio.painter.paint, asyncio.Event(), asyncio.Event()

    async def end_when_it_is_back(*arguments: Any) -> bool:
        if not back.is_set():
            raise DatabaseAway("for longer than anybody waits")
        ended.set()
        return await end_painting(*arguments)

    monkeypatch.setattr(queue, "end_painting", end_when_it_is_back)
    monkeypatch.setattr(studio.painter, "paint", lambda *given: paint(*given[:-1]))
    monkeypatch.setattr(errands, "GIVE_UP_S", 0.1)
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=0.05)
        assert (await studio.until(job, lambda row: row.state is JobState.QUEUED)).lease_owner is None
    back.set()
    await ended.wait()


async def test_stopping_finishes_what_is_nearly_done(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=10)
    assert (await studio.ended(job)).state is JobState.DONE


async def test_stopping_again_in_more_of_a_hurry_hands_back_what_is_not_done(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=60)
        await asyncio.sleep(0.1)
        worker.stop(grace=0.05)
        assert (await studio.until(job, lambda row: row.state is JobState.QUEUED)).attempts == 0
