"""A painting for an inline answer, kept in the operator's storage chat for the file id that it gets there."""

from __future__ import annotations

from datetime import timedelta

from bot.jobs.delivered import Delivered
from bot.jobs.kinds.paint import painted
from bot.jobs.moot import MootError
from bot.jobs.workshop import Workshop
from bot.storage.models.jobs import Job
from bot.storage.moments import now

# After so long whoever typed has chosen something else, or nothing; what waits yet would only delay what others type.
_WANTED_FOR = timedelta(minutes=1)


async def render(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo and put it away.

    Raises:
        MootError: nobody looks any more.
        JobError, EngineError, TelegramError: as `painted`.
    """
    if now() - job.created_at > _WANTED_FOR:
        raise MootError("nobody looks any more")
    painting, _ = await painted(workshop, job)
    return await workshop.delivery.keep(job, painting)
