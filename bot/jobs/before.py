"""What a message showed before a job that came to nothing took it over."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.presenter import Presenter, Shown
from bot.jobs.wording import Credit, shown_again
from bot.storage import jobs
from bot.storage.models.jobs import Job


@dataclass(frozen=True)
class Before:
    """The job whose result was there, and its words and buttons."""

    job: Job
    shown: Shown


async def before(db: AsyncSession, job: Job, message_id: int, present: Presenter, credit: Credit) -> Before | None:
    """Return what a message of the chat and the person of `job` has held last; None if that was nothing of theirs.

    A painting, the words of an album, or what has taken the place of a painting: a sheet, or a strip.
    """
    last = await jobs.last_shown(db, job.user_id, job.chat_id, message_id)
    return None if last is None else Before(last, await shown_again(db, last, present, credit))
