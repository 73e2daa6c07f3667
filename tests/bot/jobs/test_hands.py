from typing import Any

import pytest

from bot.jobs import queue
from bot.jobs.hands import Hands
from bot.jobs.moot import CalledOff, LeaseLost, MootError
from bot.storage import forgetting
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from tests.bot.jobs.rows import ask


@pytest.fixture
def hands(database: Database) -> Hands:
    return Hands(database)


async def leased(database: Database, **wish: Any) -> Job:
    async with database.transaction() as db:
        await ask(db, **wish)
    async with database.transaction() as db:
        job = await queue.lease(db, "worker", 30.0)
    assert job is not None
    return job


async def test_a_job_that_somebody_waits_for_goes_on(database: Database, hands: Hands) -> None:
    job = await leased(database)
    hands.take(job, 1.0)
    await hands.require_wanted(job)
    assert not hands[job].moot.done()


async def test_a_job_that_is_called_off_is_moot_and_others_are_not(database: Database, hands: Hands) -> None:
    job, other = await leased(database), await leased(database)
    for one in (job, other):
        hands.take(one, 1.0)
    async with database.transaction() as db:
        await queue.request_cancel(db, job.id)
    with pytest.raises(CalledOff):
        await hands.require_wanted(job)
    assert not hands[other].moot.done()


async def test_a_job_with_a_newer_wish_for_its_message_is_moot(database: Database, hands: Hands) -> None:
    job = await leased(database, edit_message_id=5)
    hands.take(job, 1.0)
    async with database.transaction() as db:
        await ask(db, edit_message_id=5)
    with pytest.raises(MootError, match="superseded"):
        await hands.require_wanted(job)


async def test_what_was_called_off_before_its_worker_died_is_so_for_the_next_one(
    database: Database, hands: Hands
) -> None:
    job = await leased(database)
    async with database.transaction() as db:
        await queue.request_cancel(db, job.id)
        await queue.hand_back(db, "worker")
    async with database.transaction() as db:
        again = await queue.lease(db, "another", 30.0)
    assert again is not None
    hands.take(again, 1.0)
    assert hands[again].moot.done()


async def test_what_is_given_up_is_not_looked_after_any_more(database: Database, hands: Hands) -> None:
    job = await leased(database)
    hands.take(job, 1.0)
    hands.leave(job)
    assert hands.get(job) is None
    assert list(hands) == []
    await hands.look_up()


async def test_a_job_whose_person_was_forgotten_is_moot(database: Database, hands: Hands) -> None:
    job, other = await leased(database), await leased(database, user_id=8)
    for one in (job, other):
        hands.take(one, 1.0)
    async with database.transaction() as db:
        await forgetting.forget(db, 7, asked_by_update=1)
    with pytest.raises(MootError, match="forgotten"):
        await hands.require_wanted(job)
    assert not hands[other].moot.done()


@pytest.mark.parametrize("new_owner", [None, "another"])
async def test_a_job_that_is_anothers_by_now_is_moot(database: Database, hands: Hands, new_owner: str | None) -> None:
    job, other = await leased(database), await leased(database)
    for one in (job, other):
        hands.take(one, 1.0)
    async with database.transaction() as db:
        (await db.get_one(Job, job.id)).lease_owner = new_owner
    with pytest.raises(LeaseLost):
        await hands.require_wanted(job)
    assert not hands[other].moot.done()
