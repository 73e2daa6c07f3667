"""What lies between styles, as one picture."""

from __future__ import annotations

from bot.jobs import wording
from bot.jobs.delivered import Delivered
from bot.jobs.kinds.between import painted_between
from bot.jobs.workshop import Workshop
from bot.storage.models.jobs import Job


async def strip(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo at each stop of the path through its styles and deliver it; errors as `painted_between`."""
    painted, _ = await painted_between(workshop, job, workshop.painter.strip)
    async with workshop.database.snapshot() as db:
        shown = await wording.of_strip(db, job, workshop.present, workshop.painter.credit)
    return await workshop.delivery.painting(job, painted, shown)
