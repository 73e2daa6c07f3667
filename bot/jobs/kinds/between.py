"""What strips and films have in common: a photo on its way through the styles of a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.jobs.easel import Cancelled
from bot.jobs.painted import Painted
from bot.jobs.painter import StyleSource
from bot.jobs.sizes import quick
from bot.jobs.workshop import Workshop
from bot.look import Look
from bot.storage.models.jobs import Job
from bot.styles import Titled
from engine import PictureFile


class PaintsBetween(Protocol):
    """A painter's `strip` or `film`."""

    def __call__(
        self, photo: PictureFile, look: Look, sources: Sequence[StyleSource], cancelled: Cancelled | None = None
    ) -> Painted:
        """Paint what lies between the styles."""


async def painted_between(workshop: Workshop, job: Job, paint: PaintsBetween) -> tuple[Painted, list[Titled]]:
    """Return what `paint` makes of the job's photo, ready to deliver, and the titles of the styles.

    Raises:
        StyleGone: one of the styles does not exist any more.
        MootError, JobError, EngineError, TelegramError: as `Workshop.at_the_easel`, and about the photo.
    """
    materials = [await workshop.material(job, style, quick(job.look.method)) for style in job.look.styles]

    async def make() -> Painted:
        assert job.photo_file_id is not None
        photo = await workshop.delivery.fetch(job.photo_file_id)
        sources = [material.source for material in materials]
        return await workshop.at_the_easel(job, lambda cancelled: paint(photo, job.look, sources, cancelled))

    painted = await workshop.made(job, make)
    await workshop.require_wanted(job)
    return painted, [material.titled for material in materials]
