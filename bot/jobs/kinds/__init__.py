"""How each kind of job is made and delivered: one file each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.jobs.delivered import Delivered
from bot.jobs.kinds.album import album
from bot.jobs.kinds.film import film
from bot.jobs.kinds.learn import learn
from bot.jobs.kinds.paint import paint
from bot.jobs.kinds.render import render
from bot.jobs.kinds.sheet import sheet
from bot.jobs.kinds.strip import strip
from bot.jobs.workshop import Workshop
from bot.storage.models.jobs import Job, JobKind

KINDS: Mapping[JobKind, Callable[[Workshop, Job], Awaitable[Delivered]]] = {
    JobKind.PAINT: paint,
    JobKind.ALBUM: album,
    JobKind.LEARN: learn,
    JobKind.SHEET: sheet,
    JobKind.STRIP: strip,
    JobKind.FILM: film,
    JobKind.RENDER: render,
}
