"""Words and buttons of a result, from what is stored: the same when it comes and when it is shown again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot import paging
from bot.jobs.presenter import Presenter, Shown
from bot.jobs.titles import titled
from bot.paging import Page
from bot.pictures.sheet import MOST
from bot.storage import paintings, presets, styles
from bot.storage.models.jobs import Job, JobKind
from bot.storage.models.people import ChatSession
from bot.styles import KnownStyle, gallery_name, own_id

# Returns title, artist and year of a style of the gallery; KeyError if there is none of that name.
Credit = Callable[[str], str]
_NAMELESS = "–"


async def shown_again(db: AsyncSession, job: Job, present: Presenter, credit: Credit) -> Shown:
    """Return what goes with a painting, an album, a sheet or a strip that is done."""
    match job.kind:
        case JobKind.SHEET:
            return await of_sheet(db, job, present, credit)
        case JobKind.STRIP:
            return await of_strip(db, job, present, credit)
        case JobKind.ALBUM:
            return present.album(job, await titled(db, job, credit), (), len(job.album_file_ids or ()), {})
        case _:
            return present.painted(job, await titled(db, job, credit))


async def of_sheet(db: AsyncSession, job: Job, present: Presenter, credit: Credit) -> Shown:
    """Return what goes with a sheet: the names of its styles, the one that the person has set, and their presets."""
    page = paging.page(job.choices or [], job.page or 0, MOST)
    named = tuple([KnownStyle(reference, await _name(db, reference, credit)) for reference in page.items])
    session = await db.get(ChatSession, (job.chat_id, job.user_id))
    return present.sheet(
        job,
        Page(named, page.number, page.count, page.first),
        chosen=None if session is None else session.look.style,
        back=await _takes_the_place_of_a_painting(db, job),
        saved=await presets.list_presets(db, job.user_id),
    )


async def of_strip(db: AsyncSession, job: Job, present: Presenter, credit: Credit) -> Shown:
    """Return what goes with a strip."""
    return present.strip(job, await titled(db, job, credit), back=await _takes_the_place_of_a_painting(db, job))


async def _name(db: AsyncSession, reference: str, credit: Credit) -> str:
    """Return the name of a style that may not exist any more."""
    name = gallery_name(reference)
    if name is not None:
        try:
            credit(name)
        except KeyError:
            return _NAMELESS
        return name
    style_id = own_id(reference)
    own = None if style_id is None else await styles.get_own(db, style_id)
    return _NAMELESS if own is None else own.name


async def _takes_the_place_of_a_painting(db: AsyncSession, job: Job) -> bool:
    if job.edit_message_id is None:
        return False
    return await paintings.painting_of(db, job.user_id, job.chat_id, job.edit_message_id) is not None
