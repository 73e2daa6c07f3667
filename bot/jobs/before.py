"""What a message showed before a job that came to nothing took it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.titles import titled
from bot.storage import albums, paintings
from bot.storage.models import Job
from bot.styles import Titled


@dataclass(frozen=True)
class Before:
    """The job whose painting was there, and the styles that it was painted in."""

    job: Job
    styles: Sequence[Titled]


async def before(db: AsyncSession, job: Job, credit: Callable[[str], str]) -> Before | None:
    """Return what the message that `job` was to replace had held, a painting or an album's words; None for others.

    Args:
        credit: returns title, artist and year of a style of the gallery; KeyError if there is none of that name.
    """
    if job.edit_message_id is None:
        return None
    held = db, job.user_id, job.chat_id, job.edit_message_id
    painting = await paintings.painting_of(*held) or await albums.shown_above(*held)
    return None if painting is None else Before(painting, await titled(db, painting, credit))
