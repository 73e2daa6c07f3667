"""The jobs that a worker has at hand, and which of them nobody waits for any more."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.jobs import queue
from bot.jobs.headway import Headway
from bot.jobs.long_work import worked
from bot.jobs.moot import CalledOff, LeaseLost, MootError
from bot.storage.database import Database
from bot.storage.models.jobs import Job


@dataclass(frozen=True)
class AtHand:
    """A job at hand: how far it is, and the reason, once there is one, why it is to end."""

    job: Job
    headway: Headway
    moot: asyncio.Future[Exception] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def withdraw(self, reason: MootError) -> None:
        """Let the job end at the next opportunity."""
        if not self.moot.done():
            self.moot.set_result(reason)


class Hands:
    """All jobs at hand, by their ids."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: dict[str, AtHand] = {}

    def __getitem__(self, job: Job) -> AtHand:
        return self._jobs[job.id]

    def __iter__(self) -> Iterator[AtHand]:
        return iter(list(self._jobs.values()))

    def get(self, job: Job) -> AtHand | None:
        """Return a job if it is at hand."""
        return self._jobs.get(job.id)

    def take(self, job: Job, expected: float) -> None:
        """Note that a job is at hand, which will be `expected` seconds at the easel."""
        held = self._jobs[job.id] = AtHand(job, Headway(expected, functools.partial(worked, job)))
        if job.cancel_requested_at is not None:
            held.withdraw(CalledOff())

    def leave(self, job: Job) -> None:
        """Note that a job is at hand no longer."""
        del self._jobs[job.id]

    async def require_wanted(self, job: Job) -> None:
        """Look whether somebody still waits for a job.

        Raises:
            MootError: nobody does.
            SQLAlchemyError: the database failed.
        """
        await self.look_up()
        if self[job].moot.done():
            raise self[job].moot.result()

    async def look_up(self) -> None:
        """Withdraw those that were called off, forgotten or lost, or that a newer wish for the same message makes moot.

        Raises:
            SQLAlchemyError: the database failed.
        """
        if not self._jobs:
            return
        asked_about = list(self)
        async with self._database.snapshot() as db:
            ids = [held.job.id for held in asked_about]
            found = await db.execute(select(Job.id, Job.lease_owner, Job.cancel_requested_at).where(Job.id.in_(ids)))
            rows = {row.id: row for row in found}
            for held in asked_about:
                row = rows.get(held.job.id)
                if row is None:
                    held.withdraw(MootError("forgotten"))
                elif row.lease_owner != held.job.lease_owner:
                    held.withdraw(LeaseLost())
                elif row.cancel_requested_at is not None:
                    held.withdraw(CalledOff())
                elif await queue.superseded(db, held.job):
                    held.withdraw(MootError("superseded"))
