"""Mixing styles under a result: which ones, how much of each, and what lies between them as a picture or a film."""

from __future__ import annotations

from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot import mixing, paging
from bot.handlers.results import current, repaint_as, take_up
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, holds_a_picture
from bot.handlers.turn import Turn
from bot.look import Look
from bot.methods import methods_of
from bot.pictures.path import MOST, STOPS
from bot.storage import jobs, paintings
from bot.storage.models.jobs import Job, JobKind
from bot.views import mixing as views
from bot.views.callback_data import Verb

_STEPS = {views.LARGER: 1, views.SMALLER: -1}


async def _open(tap: Tap) -> Reaction:
    """Show the styles to mix: the page that the button names, or the one with the style that there is."""
    job = await current(tap)
    if tap.press.argument:
        return Reaction(keyboard=_choice(tap.turn, job, tap.number))
    return Reaction(views.pick(tap.turn.locale), keyboard=_choice(tap.turn, job))


async def _pick(tap: Tap) -> Reaction:
    """Add a style to the mixture, or take it away, and paint that."""
    turn, style = tap.turn, tap.press.argument
    if not turn.knows(style):
        raise OutOfDate
    # What is gone has no place in a mixture that is only being put together.
    look = _of_known(turn, (await current(tap)).look)
    if style in look.styles:
        if len(look.shares) == 1:
            return Reaction(views.last_style(turn.locale), alert=True)
        return await repaint_as(tap, mixing.removed(look, style))
    if len(look.shares) >= MOST:
        return Reaction(views.too_many_styles(turn.locale), alert=True)
    mixture = mixing.added(look, style)
    if not methods_of(mixture, turn.context.gallery):
        return Reaction(views.do_not_mix(turn.locale), alert=True)
    return await repaint_as(tap, mixture)


async def _part(tap: Tap) -> Reaction:
    """Make the part of a style larger or smaller."""
    job = await current(tap)
    steps, style = _STEPS.get(tap.press.argument[:1]), tap.press.argument[1:]
    if steps is None or style not in job.look.styles or not mixing.is_mixture(job.look):
        raise OutOfDate
    if _of_known(tap.turn, job.look) != job.look:
        return _without_gone(tap.turn, job)
    return await repaint_as(tap, mixing.shifted(job.look, style, steps))


async def _strip(tap: Tap) -> Reaction:
    """Put what lies between the styles in the place of the painting, with a number for each picture."""
    turn, job = tap.turn, await current(tap)
    if not mixing.is_mixture(job.look):
        raise OutOfDate
    if _of_known(turn, job.look) != job.look:
        return _without_gone(turn, job)
    take_up(tap, job)
    look, message_id = mixing.even(job.look), tap.message.message_id
    if not holds_a_picture(tap.message):
        await turn.make(JobKind.STRIP, answering=message_id, look=look)
        return Reaction(views.painting_strip(turn.locale), sends=True)
    assert job.photo_file_id is not None
    before = await paintings.painted_before(turn.db, turn.person.id, job.photo_file_id, look, JobKind.STRIP)
    painting = await paintings.painting_of(turn.db, turn.person.id, job.chat_id, message_id)
    strip = await turn.make(JobKind.STRIP, replacing=message_id, look=look)
    names = [turn.style_name(style) for style in look.styles]
    reaction = Reaction(
        text=views.strip_caption(turn.locale, look, names),
        keyboard=views.stops(turn.locale, strip.id, back=painting is not None),
    )
    if before is None or before.result_file_id is None:
        # The numbers are there at once, and the picture follows.
        return replace(reaction, notice=views.painting_strip(turn.locale))
    paintings.settle(strip, message_id, before.result_file_id)
    return replace(reaction, file_id=before.result_file_id)


async def _between(tap: Tap) -> Reaction:
    """Paint what a number on a strip stands for."""
    strip, number = tap.of_job, tap.number
    if strip.kind is not JobKind.STRIP or not 1 <= number <= STOPS:
        raise OutOfDate
    return await repaint_as(tap, mixing.stop(strip.look, number))


async def _film(tap: Tap) -> Reaction:
    """Send a film of what lies between the styles."""
    turn, job = tap.turn, await current(tap)
    if not mixing.is_mixture(job.look):
        raise OutOfDate
    if _of_known(turn, job.look) != job.look:
        return _without_gone(turn, job)
    take_up(tap, job)
    look = mixing.even(job.look)
    for one in await jobs.list_in_flight(turn.db, turn.person.id):
        if (one.kind, one.chat_id, one.photo_file_id, one.look) == (JobKind.FILM, job.chat_id, job.photo_file_id, look):
            return Reaction(views.film_on_its_way(turn.locale))
    await turn.make(JobKind.FILM, answering=tap.message.message_id, look=look)
    return Reaction(views.painting_film(turn.locale), sends=True)


def _choice(turn: Turn, job: Job, number: int | None = None) -> InlineKeyboardMarkup:
    """Return a page of the styles to mix; without a `number` the one with the first that is picked."""
    if number is None:
        references = [style.reference for style in turn.styles]
        number = paging.page_with(references, next(iter(job.look.styles), None), views.STYLES_PER_PAGE)
    page = paging.page(turn.styles, number, views.STYLES_PER_PAGE)
    return views.choice(turn.locale, job, page, job.look.styles)


def _of_known(turn: Turn, look: Look) -> Look:
    """Return the look without styles that were deleted meanwhile."""
    return replace(look, shares=tuple(share for share in look.shares if turn.knows(share.style)))


def _without_gone(turn: Turn, job: Job) -> Reaction:
    """Say that a style of the mixture is not there any more, and offer those that are."""
    return Reaction(views.style_gone(turn.locale), alert=True, keyboard=_choice(turn, job))


TAPS: Answers = {
    Verb.MIX: _open,
    Verb.PICK: _pick,
    Verb.PART: _part,
    Verb.STRIP: _strip,
    Verb.BETWEEN: _between,
    Verb.FILM: _film,
}
