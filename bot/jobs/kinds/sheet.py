"""A photo in many styles: a page of the gallery."""

from __future__ import annotations

import logging

from bot import paging
from bot.jobs import wording
from bot.jobs.delivered import Delivered
from bot.jobs.errors import JobError
from bot.jobs.painted import Painted
from bot.jobs.painter import LearntStyle, StyleSource
from bot.jobs.sizes import quick
from bot.jobs.workshop import Workshop
from bot.look import METHOD
from bot.pictures.sheet import MOST
from bot.storage.models.jobs import Job
from engine import PictureError, StyleError

# The painter leaves a plain cell for it.
_NOTHING = LearntStyle(0, METHOD, b"")

_log = logging.getLogger(__name__)


async def sheet(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo in the styles of its page and deliver it.

    Raises:
        MootError, JobError, EngineError, TelegramError: as `Workshop.at_the_easel`, and about the photo.
    """
    page = paging.page(job.choices or [], job.page or 0, MOST)
    sources = [await _source(workshop, job, reference) for reference in page.items]

    async def make() -> Painted:
        assert job.photo_file_id is not None
        photo = await workshop.delivery.fetch(job.photo_file_id)
        return await workshop.at_the_easel(
            job,
            lambda cancelled: workshop.painter.sheet(photo, job.look, sources, page.first + 1, None, cancelled),
        )

    painted = await workshop.made(job, make)
    await workshop.require_wanted(job)
    async with workshop.database.snapshot() as db:
        shown = await wording.of_sheet(db, job, workshop.present, workshop.painter.credit)
    return await workshop.delivery.painting(job, painted, shown)


async def _source(workshop: Workshop, job: Job, reference: str) -> StyleSource:
    """Return a style; nothing for one that cannot be had any more, so that the others come all the same."""
    method = quick(job.look.method)
    try:
        return (await workshop.material(job, reference, method)).source
    except (JobError, PictureError, StyleError) as error:
        _log.warning("%s stays empty: %s: %s", reference, type(error).__name__, error)
        return _NOTHING
