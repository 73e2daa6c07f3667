"""When a message is left alone: nobody can know when a result lands that Telegram has not confirmed yet."""

from __future__ import annotations

import asyncio
import time

from bot.storage import jobs
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState

# How often it is looked, and how long at most: an upload that takes longer is given up, and so is a lost lease.
LOOK_S = 0.2
MOST_S = 120.0


async def until_at_rest(
    database: Database, chat_id: int, message_id: int, *, older_than: Job | None = None
) -> list[Job]:
    """Wait until no result, or none of a wish `older_than` a job, is on its way to a message.

    Returns:
        the jobs whose results are still to come there.

    Raises:
        SQLAlchemyError: the database failed.
    """
    ends = time.monotonic() + MOST_S
    while True:
        async with database.snapshot() as db:
            to_come = await jobs.in_flight_for(db, chat_id, message_id)
        if older_than is not None:
            to_come = [job for job in to_come if job.id != older_than.id and job.created_at <= older_than.created_at]
        if all(job.state is not JobState.DELIVERING for job in to_come) or time.monotonic() > ends:
            return to_come
        await asyncio.sleep(LOOK_S)
