import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.jobs import queue
from bot.jobs.delivered import Delivered
from bot.look import Look, Share
from bot.storage import jobs, switches
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.moments import now
from tests.bot.jobs.rows import ask
from tests.databases import BACKENDS


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def lease(database: Database, owner: str = "a", seconds: float = 30.0) -> Job | None:
    async with database.transaction() as db:
        return await queue.lease(db, owner, seconds)


async def state(database: Database, job: Job) -> Job:
    async with database.snapshot() as db:
        found = await jobs.get(db, job.id)
        assert found is not None
        return found


async def test_the_same_update_handled_twice_makes_one_job(database: Database) -> None:
    async with database.transaction() as db:
        first = await ask(db, "1:100:0")
    async with database.transaction() as db:
        again = await ask(db, "1:100:0")
        assert await db.scalar(select(func.count()).select_from(Job)) == 1
    assert again.id == first.id


async def test_one_persons_many_photos_do_not_hold_up_anothers_one(database: Database) -> None:
    async with database.transaction() as db:
        for _ in range(5):
            await ask(db, user_id=1, chat_id=1)
        late = await ask(db, user_id=2, chat_id=2)

    first, second = await lease(database), await lease(database)

    assert first is not None
    assert first.user_id == 1
    assert second is not None
    assert second.id == late.id


async def test_each_job_is_leased_once_however_many_ask(database: Database) -> None:
    async with database.transaction() as db:
        wanted = {(await ask(db, user_id=user)).id for user in range(6)}

    leased = await asyncio.gather(*(lease(database, f"worker {n}") for n in range(10)))

    assert sorted(job.id for job in leased if job is not None) == sorted(wanted)


async def test_a_lease_that_lapses_is_taken_up_again_and_its_old_owner_has_no_say(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    assert await lease(database, "slow", seconds=-1) is not None

    async with database.transaction() as db:
        assert await queue.retake(db) == [job.id]
    taken = await lease(database, "quick")
    async with database.transaction() as db:
        late = await queue.complete(db, job, "slow", Delivered(1, None))

    assert taken is not None
    assert late is False
    assert (await state(database, job)).lease_owner == "quick"


async def test_a_heartbeat_keeps_the_leases_of_the_jobs_at_hand_only(database: Database) -> None:
    async with database.transaction() as db:
        alive, forgotten = await ask(db), await ask(db, user_id=8)
    for _ in range(2):
        await lease(database, "a", seconds=-1)

    async with database.transaction() as db:
        await queue.heartbeat(db, "a", [alive.id], 30)
        assert await queue.retake(db) == [forgotten.id]


async def test_a_newer_wish_for_a_message_cancels_those_that_wait(database: Database) -> None:
    async with database.transaction() as db:
        running = await ask(db, edit_message_id=5)
    await lease(database)
    async with database.transaction() as db:
        waiting = await ask(db, edit_message_id=5)
        other = await ask(db, edit_message_id=6)
        newest = await ask(db, edit_message_id=5)

    async with database.snapshot() as db:
        assert await queue.superseded(db, running)
        assert not await queue.superseded(db, newest)
    async with database.transaction() as db:
        assert not await queue.begin_delivery(db, running, "a")
    assert (await state(database, waiting)).state is JobState.CANCELLED
    assert (await state(database, other)).state is JobState.QUEUED
    assert (await state(database, newest)).state is JobState.QUEUED


async def test_a_job_that_is_put_off_waits_its_time_even_through_a_restart(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database)
    async with database.transaction() as db:
        await queue.put_off(db, job.id, "a", 60, "RetryAfter")

    assert await lease(database) is None
    async with database.transaction() as db:
        due = await queue.next_due(db)
        assert due is not None
        assert timedelta(seconds=55) < due - now() <= timedelta(seconds=60)
        await db.execute(update(Job).values(not_before=now() - timedelta(seconds=1)))
    assert await lease(database) is not None


async def test_what_is_due_and_waits_for_something_else_is_not_waited_for(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database)
    async with database.transaction() as db:
        await queue.put_off(db, job.id, "a", -1, "RetryAfter")
        await switches.set_maintenance(db, True)
    assert await lease(database) is None
    async with database.snapshot() as db:
        assert await queue.next_due(db) is None


async def test_only_a_painting_that_never_ended_counts_as_an_attempt(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database)
    async with database.transaction() as db:
        assert await queue.begin_painting(db, job.id, "a")
        assert await queue.end_painting(db, job.id, "a")
        await queue.hand_back(db, "a")
    assert (await state(database, job)).attempts == 0

    await lease(database)
    async with database.transaction() as db:
        await queue.begin_painting(db, job.id, "a")
    async with database.transaction() as db:
        await queue.retake(db, owned_by="a")
    assert (await state(database, job)).attempts == 1


async def test_what_is_being_delivered_cannot_be_called_off_and_nothing_else_is_too_late(database: Database) -> None:
    async with database.transaction() as db:
        job, other = await ask(db), await ask(db, user_id=8)
    for _ in range(2):
        await lease(database)
    async with database.transaction() as db:
        for one in (job, other):
            await queue.begin_painting(db, one.id, "a")
            await queue.end_painting(db, one.id, "a")
        assert await queue.request_cancel(db, job.id)
        assert not await queue.begin_delivery(db, job, "a")
        assert await queue.begin_delivery(db, other, "a")
        assert not await queue.request_cancel(db, other.id)
    assert (await state(database, job)).state is JobState.RUNNING
    assert (await state(database, other)).state is JobState.DELIVERING


async def test_nobody_delivers_what_is_anothers(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database, "a")
    async with database.transaction() as db:
        assert not await queue.begin_delivery(db, job, "b")


async def test_a_worker_that_dies_leaves_its_own_jobs_only(database: Database) -> None:
    async with database.transaction() as db:
        for user in range(2):
            await ask(db, user_id=user)
    dead = await lease(database, "embedded:host:1")
    await lease(database, "worker:host:2")

    async with database.transaction() as db:
        assert dead is not None
        assert await queue.retake(db, owned_by="embedded:") == [dead.id]


@pytest.mark.parametrize("finish", ["complete", "cancel", "hold"])
async def test_a_finished_job_is_never_taken_up_again(database: Database, finish: str) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database)
    endings = {
        "complete": lambda db: queue.complete(db, job, "a", Delivered(9, "file")),
        "cancel": lambda db: queue.cancel(db, job.id, "a", "blocked"),
        "hold": lambda db: queue.hold(db, job.id, "a", "refused"),
    }
    async with database.transaction() as db:
        assert await endings[finish](db)

    async with database.transaction() as db:
        assert await queue.retake(db, owned_by="a") == []
    assert await lease(database) is None
    assert (await state(database, job)).finished_at is not None


async def test_jobs_outlive_the_process(tmp_path: Path, database: Database) -> None:
    async with database.transaction() as db:
        look = Look((Share("own:3", 0.5), Share("gallery:iris", 2.0)), strength=0.7, levels=(3, 4))
        job = await ask(db, look=look)
    await database.close()

    reopened = Database(str(database.url))
    leased = await lease(reopened)
    await reopened.close()

    assert leased is not None
    assert (leased.id, leased.look) == (job.id, look)
    assert leased.created_at == job.created_at


async def test_in_maintenance_everything_waits(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
        await switches.set_maintenance(db, True)
    assert await lease(database) is None
    async with database.transaction() as db:
        await switches.set_maintenance(db, False)
    leased = await lease(database)
    assert leased is not None
    assert leased.id == job.id


async def test_a_job_that_is_held_gets_another_chance_as_if_it_were_new(database: Database) -> None:
    async with database.transaction() as db:
        job = await ask(db)
    await lease(database)
    async with database.transaction() as db:
        assert not await queue.retry(db, job.id)
        await queue.begin_painting(db, job.id, "a")
        await queue.hold(db, job.id, "a", "KeyError")
    assert await lease(database) is None
    async with database.transaction() as db:
        assert await queue.retry(db, job.id)
    again = await lease(database)
    assert again is not None
    assert (again.id, again.attempts, again.error, again.finished_at) == (job.id, 0, None, None)
