"""A photo in many styles: a page of the gallery."""

from __future__ import annotations

import logging

from bot import paging
from bot.jobs.delivered import Delivered
from bot.jobs.errors import JobError
from bot.jobs.painter import LearntStyle, Painted
from bot.jobs.sizes import quick
from bot.jobs.workshop import Material, Workshop
from bot.look import METHOD
from bot.paging import Page
from bot.pictures.sheet import MOST
from bot.storage import paintings, presets, styles
from bot.storage.models import ChatSession, Job, Preset
from bot.styles import KnownStyle, Titled, own_id
from engine import PictureError, StyleError

# The painter leaves a plain cell for it.
_NOTHING = LearntStyle(0, METHOD, b"")
_NAMELESS = "–"

_log = logging.getLogger(__name__)


async def sheet(workshop: Workshop, job: Job) -> Delivered:
    """Paint the job's photo in the styles of its page and deliver it.

    Raises:
        MootError, JobError, EngineError, TelegramError: as `Workshop.at_the_easel`, and about the photo.
    """
    page = paging.page(job.choices or [], job.page or 0, MOST)
    materials = [await _material(workshop, job, reference) for reference in page.items]

    async def make() -> Painted:
        assert job.photo_file_id is not None
        photo = await workshop.delivery.fetch(job.photo_file_id)
        sources = [material.source for material in materials]
        return await workshop.at_the_easel(
            job,
            lambda cancelled: workshop.painter.sheet(photo, job.look, sources, page.first + 1, None, cancelled),
        )

    painted = await workshop.made(job, make)
    await workshop.require_wanted(job)
    named = [
        KnownStyle(reference, material.titled.name) for reference, material in zip(page.items, materials, strict=True)
    ]
    chosen, back, saved = await _surroundings(workshop, job)
    shown = workshop.present.sheet(
        job, Page(tuple(named), page.number, page.count, page.first), chosen=chosen, back=back, saved=saved
    )
    return await workshop.delivery.painting(job, painted, shown)


async def _material(workshop: Workshop, job: Job, reference: str) -> Material:
    """Return a style; of one that cannot be had any more its name, so that the others come all the same."""
    method = quick(job.look.method)
    try:
        return await workshop.material(job, reference, method)
    except (JobError, PictureError, StyleError) as error:
        _log.warning("%s stays empty: %s: %s", reference, type(error).__name__, error)
        return Material(_NOTHING, Titled(await _name(workshop, reference)))


async def _name(workshop: Workshop, reference: str) -> str:
    style_id = own_id(reference)
    async with workshop.database.snapshot() as db:
        own = None if style_id is None else await styles.get_own(db, style_id)
    return _NAMELESS if own is None else own.name


async def _surroundings(workshop: Workshop, job: Job) -> tuple[str | None, bool, list[Preset]]:
    """Return the style that the person has set, whether there is a painting to go back to, and their presets."""
    async with workshop.database.snapshot() as db:
        session = await db.get(ChatSession, (job.chat_id, job.user_id))
        painting = (
            None
            if job.edit_message_id is None
            else await paintings.painting_of(db, job.user_id, job.chat_id, job.edit_message_id)
        )
        saved = await presets.list_presets(db, job.user_id)
    return None if session is None else session.look.style, painting is not None, saved
