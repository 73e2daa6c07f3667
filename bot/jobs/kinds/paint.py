"""A painting of one photo."""

from __future__ import annotations

from bot.jobs.commission import Commission
from bot.jobs.delivered import Delivered
from bot.jobs.painted import Painted
from bot.jobs.workshop import Workshop
from bot.storage import paintings
from bot.storage.models.jobs import Job, PictureKind
from bot.styles import Titled


async def paint(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo and deliver it; errors are those of `Workshop.materials`."""
    painting, styles = await painted(workshop, job)
    shown = workshop.present.painted(job, styles, painting.notes)
    if job.picture is PictureKind.STICKER:
        async with workshop.database.snapshot() as db:
            before = await paintings.messages_before(db, job)
        return await workshop.delivery.sticker(job, painting, shown, before)
    return await workshop.delivery.painting(job, painting, shown)


async def painted(workshop: Workshop, job: Job) -> tuple[Painted, list[Titled]]:
    """Return a painting of the job's photo, ready to deliver, and the titles of its styles; errors as above."""
    materials = await workshop.materials(job)

    async def make() -> Painted:
        assert job.photo_file_id is not None
        photo = await workshop.delivery.fetch(job.photo_file_id)
        sources = [material.source for material in materials]
        report = workshop.hands[job].headway.report
        (made,) = await workshop.paintings(job, [Commission(photo, job.look, sources, job.picture.value, report)])
        if isinstance(made, Exception):
            raise made
        return made

    painting = await workshop.made(job, make)
    await workshop.require_wanted(job)
    return painting, [material.titled for material in materials]
