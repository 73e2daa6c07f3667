"""The gallery: /styles, and the button with a style's name.

With a photo it is that photo in all styles, as numbered sheets; before any photo, the names of the styles.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.constants import ChatType

from bot import paging
from bot.context import EaselContext
from bot.handlers.greeting import show_greeting
from bot.handlers.results import current, repaint, take_up, take_up_photo
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, holds_a_picture
from bot.handlers.telling import show_painting
from bot.handlers.turn import Turn, turn_of
from bot.look import Look
from bot.paging import Page
from bot.pictures.sheet import MOST
from bot.storage import paintings, presets
from bot.storage.models.jobs import Job, JobKind
from bot.styles import KnownStyle
from bot.views import gallery, texts
from bot.views.callback_data import Verb
from bot.wish import Wish


async def list_styles(update: Update, context: EaselContext) -> None:
    """Send the gallery, the person's own styles first, open at the page with the chosen one."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        has_photo = turn.session.photo_file_id is not None
        if has_photo:
            answering = None if message.chat.type == ChatType.PRIVATE else message.message_id
            await _ask_for_sheet(turn, turn.look, _page_of_chosen(turn), answering=answering)
    if has_photo:
        await show_painting(message)
    else:
        keyboard = gallery.names(_names(turn), chosen=turn.session.look.style)
        await show_greeting(message, context, gallery.choose_style(turn.locale), keyboard)


async def use(turn: Turn, wish: Wish) -> Reaction:
    """Adopt what was tapped in a list, and paint the current photo so; without one, ask for it."""
    turn.adopt(wish)
    names = turn.names(turn.look.shares)
    if turn.session.photo_file_id is None:
        return Reaction(texts.noted(turn.locale, names), alert=True)
    await turn.paint(answering=turn.session.photo_message_id)
    return Reaction(texts.painting(turn.locale, names, turn.look.strength), sends=True)


async def open_gallery(tap: Tap) -> Reaction:
    """Show the page that the button names; the one with the chosen style if it names none."""
    turn = tap.turn
    number = tap.number if tap.press.argument else None
    if tap.job is None:
        if turn.session.photo_file_id is None or not holds_a_picture(tap.message):
            return Reaction(keyboard=gallery.names(_names(turn, number), chosen=turn.session.look.style))
        look = turn.look
    else:
        job = await current(tap)
        if job.kind is JobKind.SHEET:
            # It tells all but the style, which the session knows.
            take_up_photo(turn, job)
        else:
            take_up(tap, job)
        look = job.look
    return await _show(tap, look, _page_of_chosen(turn) if number is None else number)


async def _show(tap: Tap, look: Look, number: int) -> Reaction:
    """Put a sheet in the place of what the message shows; at once, if Telegram has it already."""
    turn, message = tap.turn, tap.message
    if not holds_a_picture(message):
        await _ask_for_sheet(turn, look, number, answering=message.message_id)
        return Reaction(gallery.painting_sheet(turn.locale), sends=True)
    before = await _before(turn, look, number)
    job, page = await _ask_for_sheet(turn, look, number, replacing=message.message_id)
    painting = await paintings.painting_of(turn.db, turn.person.id, job.chat_id, message.message_id)
    keyboard = gallery.sheet_buttons(
        turn.locale,
        page,
        job.id,
        chosen=turn.session.look.style,
        back=painting is not None,
        saved=await presets.list_presets(turn.db, turn.person.id),
    )
    reaction = Reaction(text=gallery.sheet_caption(turn.locale, page), keyboard=keyboard)
    if before is None or before.result_file_id is None:
        # The buttons are there at once, and the picture follows.
        return replace(reaction, notice=gallery.painting_sheet(turn.locale))
    paintings.settle(job, message.message_id, before.result_file_id)
    return replace(reaction, file_id=before.result_file_id)


async def _ask_for_sheet(
    turn: Turn, look: Look, number: int, *, answering: int | None = None, replacing: int | None = None
) -> tuple[Job, Page[KnownStyle]]:
    """Queue a sheet of the session's photo; arguments are as in `Turn.make`."""
    page = _page(turn, number)
    job = await turn.make(
        JobKind.SHEET,
        answering=answering,
        replacing=replacing,
        choices=_references(turn),
        page=page.number,
        look=_of_sheet(look),
    )
    return job, page


async def _before(turn: Turn, look: Look, number: int) -> Job | None:
    """Return a sheet of the session's photo, the same in everything, that Telegram has."""
    photo = turn.session.photo_file_id
    assert photo is not None
    return await paintings.sheet_before(
        turn.db, turn.person.id, photo, _of_sheet(look), _references(turn), _page(turn, number).number
    )


async def _choose(tap: Tap) -> Reaction:
    style = tap.press.argument
    if not tap.turn.knows(style):
        raise OutOfDate
    wish = Wish.for_style(style)
    if tap.job is not None:
        return await repaint(tap, wish)
    reaction = await use(tap.turn, wish)
    return replace(reaction, keyboard=gallery.names(_names(tap.turn), chosen=style))


def _of_sheet(look: Look) -> Look:
    """Return what a sheet shows of a look: all but its style."""
    return replace(look, shares=(), variation=0)


def _references(turn: Turn) -> tuple[str, ...]:
    return tuple(style.reference for style in turn.styles)


def _page(turn: Turn, number: int) -> Page[KnownStyle]:
    return paging.page(turn.styles, number, MOST)


def _page_of_chosen(turn: Turn) -> int:
    return paging.page_with(_references(turn), turn.session.look.style, MOST)


def _names(turn: Turn, number: int | None = None) -> Page[KnownStyle]:
    """Return a page of the list of names; without a `number` the one with the chosen style."""
    if number is None:
        number = paging.page_with(_references(turn), turn.session.look.style, gallery.NAMES_PER_PAGE)
    return paging.page(turn.styles, number, gallery.NAMES_PER_PAGE)


TAPS: Answers = {Verb.GALLERY: open_gallery, Verb.STYLE: _choose}
