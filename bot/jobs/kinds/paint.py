"""A painting of one photo."""

from __future__ import annotations

from bot.jobs.delivered import Delivered
from bot.jobs.painter import Painted
from bot.jobs.workshop import Workshop
from bot.storage.models import Job


async def paint(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo and deliver it; errors are those of `Workshop.materials`."""
    materials = await workshop.materials(job)

    async def make() -> Painted:
        assert job.photo_file_id is not None
        photo = await workshop.delivery.fetch(job.photo_file_id)
        sources = [material.source for material in materials]
        return await workshop.at_the_easel(
            job,
            lambda cancelled: workshop.painter.paint(
                photo, job.look, sources, job.picture.value, workshop.hands[job].headway.report, cancelled
            ),
        )

    painted = await workshop.made(job, make)
    await workshop.require_wanted(job)
    shown = workshop.present.painted(job, [material.titled for material in materials], painted.notes)
    return await workshop.delivery.painting(job, painted, shown)
