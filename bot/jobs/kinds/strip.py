"""What lies between styles, as one picture."""

from __future__ import annotations

from bot.jobs.delivered import Delivered
from bot.jobs.kinds.between import painted_between
from bot.jobs.workshop import Workshop
from bot.storage import paintings
from bot.storage.models import Job


async def strip(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo at each stop of the path through its styles and deliver it; errors as `painted_between`."""
    painted, styles = await painted_between(workshop, job, workshop.painter.strip)
    shown = workshop.present.strip(job, styles, back=await _takes_the_place_of_a_painting(workshop, job))
    return await workshop.delivery.painting(job, painted, shown)


async def _takes_the_place_of_a_painting(workshop: Workshop, job: Job) -> bool:
    if job.edit_message_id is None:
        return False
    async with workshop.database.snapshot() as db:
        return await paintings.painting_of(db, job.user_id, job.chat_id, job.edit_message_id) is not None
