from datetime import timedelta

from bot.jobs import queue
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.moments import now
from tests.bot.jobs.rows import ask


async def queued(database: Database, user_id: int = 7) -> Job:
    async with database.transaction() as db:
        return await ask(db, user_id=user_id)


async def test_everybodys_jobs_are_in_flight_until_they_end(database: Database) -> None:
    annas, bens, ended = await queued(database), await queued(database, 8), await queued(database, 9)
    async with database.transaction() as db:
        await queue.request_cancel(db, ended.id)
    async with database.snapshot() as db:
        assert {job.id for job in await jobs.in_flight(db)} == {annas.id, bens.id}
        assert [job.id for job in await jobs.list_in_flight(db, 8)] == [bens.id]


async def test_only_one_may_send_the_progress_message(database: Database) -> None:
    job = await queued(database)
    async with database.transaction() as db:
        assert await jobs.claim_progress(db, job.id)
        assert not await jobs.claim_progress(db, job.id)
        assert await jobs.progress_message(db, job.id) is None, "it is only being sent"
        await jobs.set_progress_message(db, job.id, 5)
        assert await jobs.progress_message(db, job.id) == 5


async def test_nobody_looks_after_what_was_sent_too_late(database: Database) -> None:
    job, ended = await queued(database), await queued(database)
    async with database.transaction() as db:
        await jobs.claim_progress(db, job.id)
        await jobs.set_progress_message(db, job.id, None)
        assert not await jobs.set_progress_message(db, job.id, 5), "it was given up, and another one may be on its way"
        await jobs.claim_progress(db, ended.id)
        await queue.request_cancel(db, ended.id)
        assert not await jobs.set_progress_message(db, ended.id, 6)


async def test_what_is_to_come_into_a_message(database: Database) -> None:
    async with database.transaction() as db:
        repainting, told = await ask(db, edit_message_id=5), await ask(db)
        await ask(db, edit_message_id=6)
        await jobs.claim_progress(db, told.id, 5)
        ended = await ask(db, chat_id=8, edit_message_id=5)
        assert {job.id for job in await jobs.in_flight_for(db, 7, 5)} == {repainting.id, told.id}
        await queue.request_cancel(db, ended.id)
        assert await jobs.in_flight_for(db, 8, 5) == []


async def test_a_result_that_came_meanwhile_is_noticed(database: Database) -> None:
    async with database.transaction() as db:
        older, newer = await ask(db, edit_message_id=5), await ask(db, edit_message_id=5)
        begun_at = now()
        assert not await jobs.older_has_ended_since(db, newer, begun_at)
        older.state, older.finished_at = JobState.DONE, begun_at + timedelta(seconds=1)
        await db.flush()
        assert await jobs.older_has_ended_since(db, newer, begun_at)
        assert not await jobs.older_has_ended_since(db, newer, begun_at + timedelta(seconds=2))
        assert not await jobs.older_has_ended_since(db, older, begun_at)


async def test_a_message_that_could_not_be_sent_may_be_tried_again(database: Database) -> None:
    job = await queued(database)
    async with database.transaction() as db:
        await jobs.claim_progress(db, job.id)
        await jobs.set_progress_message(db, job.id, None)
        assert await jobs.claim_progress(db, job.id, 5)
        assert await jobs.progress_message(db, job.id) == 5


async def test_a_job_that_has_ended_gets_no_progress_message(database: Database) -> None:
    job = await queued(database)
    async with database.transaction() as db:
        await queue.request_cancel(db, job.id)
        assert not await jobs.claim_progress(db, job.id)
