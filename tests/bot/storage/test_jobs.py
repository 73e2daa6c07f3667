from bot.jobs import queue
from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models import Job
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
