"""What people call the styles of a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import styles
from bot.storage.models.jobs import Job
from bot.styles import Titled, gallery_name, own_id


async def titled(db: AsyncSession, job: Job, credit: Callable[[str], str]) -> Sequence[Titled]:
    """Return the titles of the styles of a job's look, in order; of those that are gone, what is known.

    Args:
        db: a transaction.
        job: whose.
        credit: returns title, artist and year of a style of the gallery; KeyError if there is none of that name.
    """
    return [await _titled(db, style, credit) for style in job.look.styles]


async def _titled(db: AsyncSession, reference: str, credit: Callable[[str], str]) -> Titled:
    name = gallery_name(reference)
    if name is not None:
        try:
            return Titled(name, credit(name))
        except KeyError:
            return Titled(name)
    style_id = own_id(reference)
    own = None if style_id is None else await styles.get_own(db, style_id)
    return Titled("") if own is None else Titled(own.name, came_with=own.photo_file_id)
