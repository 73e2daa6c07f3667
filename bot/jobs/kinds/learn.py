"""The statistics of a painting that a person sent to be a style."""

from __future__ import annotations

from bot.jobs.delivered import Delivered
from bot.jobs.workshop import Workshop
from bot.storage.models.jobs import Job


async def learn(workshop: Workshop, job: Job) -> Delivered:
    """Read the painting, and say that the style is ready; errors are those of `Workshop.materials`."""
    (material,) = await workshop.materials(job)
    await workshop.require_wanted(job)
    return await workshop.delivery.text(job, workshop.present.learned(job, material.titled))
