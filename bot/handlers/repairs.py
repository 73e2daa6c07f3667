"""Buttons that mean nothing any more: they are put right, where it is known what they hang under."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.gallery import open_gallery
from bot.handlers.results import current, under_result
from bot.handlers.taps import Reaction, Tap, out_of_date
from bot.storage import paintings
from bot.storage.models.jobs import JobKind
from bot.views import texts
from bot.views.callback_data import Press, Verb


async def repaired(tap: Tap) -> Reaction:
    """Say that a button is out of date, and put the current ones in the place of all that hang with it."""
    turn, job = tap.turn, tap.job
    notice = texts.buttons_renewed(turn.locale)
    if job is not None and job.kind in paintings.PAINTINGS and job.photo_file_id is not None:
        return Reaction(notice, alert=True, keyboard=under_result(turn, await current(tap)))
    if job is not None and job.kind is JobKind.SHEET:
        page = "" if job.page is None else str(job.page)
        sheet = await open_gallery(replace(tap, press=Press(Verb.GALLERY, job.id, page)))
        return replace(sheet, notice=notice, alert=True)
    return out_of_date(turn)
