"""What lies between styles, as a short film."""

from __future__ import annotations

from bot.jobs.delivered import Delivered
from bot.jobs.kinds.between import painted_between
from bot.jobs.workshop import Workshop
from bot.pictures.loop import FRAMES, FRAMES_PER_SECOND
from bot.storage.models.jobs import Job


async def film(workshop: Workshop, job: Job) -> Delivered:
    """Film the way through the styles of the job's look and back, and deliver it; errors as `painted_between`."""
    painted, styles = await painted_between(workshop, job, workshop.painter.film)
    shown = workshop.present.film(job, styles)
    return await workshop.delivery.film(job, painted, shown, FRAMES // FRAMES_PER_SECOND)
