"""The buttons under a result: its style, one after the other, its strength, the way back, the full-size file.

Several taps may come before the buttons have changed: all count, each from what the one before asked for.
"""

from __future__ import annotations

import math
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.handlers.turn import Turn
from bot.look import Look
from bot.methods import paintable
from bot.storage import albums, jobs, paintings
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.styles import Titled, gallery_name
from bot.views import keyboards, results, texts
from bot.views.callback_data import Verb
from bot.wish import Wish

_STEP = 10
# What takes the place of a painting, until the person goes back to it.
_IN_PLACE_OF_A_PAINTING = frozenset((JobKind.SHEET, JobKind.STRIP, JobKind.FILM))


async def current(tap: Tap) -> Job:
    """Return the newest wish for the tapped message, which its buttons may be older than.

    Raises:
        OutOfDate: the button hangs under no result.
    """
    job, turn = tap.of_job, tap.turn
    newer = await paintings.newer_wish(turn.db, job, tap.message.message_id, apart_from=turn.context.update_origin)
    return job if newer is None else newer


async def repaint(tap: Tap, wish: Wish) -> Reaction:
    """Paint the photo behind a result anew, in the same message, with a wish on top of how it was painted.

    What has been painted just so before is shown at once.
    """
    return await repaint_as(tap, wish.onto((await current(tap)).look))


async def repaint_as(tap: Tap, look: Look) -> Reaction:
    """Paint the photo behind a result anew, in the same message, in a look, by a method that its styles have."""
    turn, job = tap.turn, await current(tap)
    look = paintable(look, turn.context.gallery)
    if look == job.look and _is_delivered(job):
        return _as_it_is(turn, job)
    take_up(tap, job)
    turn.session.look = look
    # A message that is too old to be seen may be gone: then the painting comes as a new one.
    visible = is_visible(tap.message)
    if turn.session.album_file_ids:
        return await _repaint_album(tap, job)
    if visible and (before := await _before(turn, look)) is not None:
        return await show_again(tap, before)
    # A sticker is sent anew, and then the one before it removed.
    anew = turn.session.photo_kind is PictureKind.STICKER
    answering = job.reply_to_message_id if anew else None
    new = await turn.paint(answering=answering, replacing=tap.message.message_id if visible else None)
    # The buttons change at once, so that the next tap counts from this wish and not from the old picture.
    keyboard = under_result(turn, new) if visible else None
    return Reaction(_painting(turn, new), keyboard=keyboard, sends=anew or not visible)


async def show_again(tap: Tap, before: Job) -> Reaction:
    """Put a painting that Telegram has already in the place of what the tapped message shows."""
    assert before.result_file_id is not None
    turn, message_id = tap.turn, tap.message.message_id
    take_up(tap, before)
    new = await turn.paint(replacing=message_id)
    paintings.settle(new, message_id, before.result_file_id)
    return replace(_shown(turn, new), notice=_painting(turn, new))


def take_up(tap: Tap, job: Job | None = None) -> None:
    """Make the session what the result shows, or that of another job: its photo, and how it was painted."""
    turn, job = tap.turn, job or tap.of_job
    take_up_photo(turn, job)
    turn.session.look = job.look


def take_up_photo(turn: Turn, job: Job) -> None:
    """Make the photo of a job the session's.

    Raises:
        OutOfDate: it has none.
    """
    if job.photo_file_id is None:
        raise OutOfDate
    session = turn.session
    if (session.photo_file_id, session.album_file_ids) != (job.photo_file_id, job.album_file_ids):
        turn.adopt_photo(job.photo_file_id, job.reply_to_message_id, job.came_as, job.album_file_ids or ())


def under_result(turn: Turn, job: Job) -> InlineKeyboardMarkup:
    """Return the first buttons under a result."""
    style = next((style for style in turn.styles if style.reference == job.look.style), None)
    swaps = style is not None and style.came_with == job.photo_file_id
    return keyboards.under_result(turn.locale, job, turn.names(job.look.shares), swaps=swaps)


async def _repaint_album(tap: Tap, job: Job) -> Reaction:
    """Paint all pictures of an album anew in their places, which may be above the message that was tapped."""
    turn, message_id = tap.turn, tap.message.message_id
    shown: Job | None = job
    if job.kind is not JobKind.ALBUM:
        # A sheet, say: its tap is about the album, which stands in other messages.
        shown = await albums.last_shown(turn.db, turn.person.id, job.chat_id, job.album_file_ids or ())
        message_id = shown.result_message_id if shown is not None and shown.result_message_id is not None else 0
    if shown is None or not shown.album_message_ids or not is_visible(tap.message):
        new = await turn.paint(answering=turn.session.photo_message_id)
        return Reaction(_painting(turn, new), sends=True)
    new = await turn.paint(replacing=message_id, picture=shown.picture, album_message_ids=shown.album_message_ids)
    here = message_id == tap.message.message_id
    return Reaction(_painting(turn, new), keyboard=under_result(turn, new) if here else None)


async def _back(tap: Tap) -> Reaction:
    """Go back to the first buttons, and to the painting where something has taken its place."""
    turn, job = tap.turn, tap.of_job
    if job.kind not in _IN_PLACE_OF_A_PAINTING:
        return Reaction(keyboard=under_result(turn, await current(tap)))
    painting = await paintings.painting_of(turn.db, turn.person.id, job.chat_id, tap.message.message_id)
    if painting is None:
        raise OutOfDate
    return replace(await show_again(tap, painting), notice="")


async def _step(tap: Tap) -> Reaction:
    """Go to the next style of all that the person knows, or the previous one."""
    references = [style.reference for style in tap.turn.styles]
    look = (await current(tap)).look
    # What is not among them, a mixture say, has the first one after it and the last one before it.
    here = references.index(look.styles[0]) if look.style in references else None
    if tap.press.argument == keyboards.NEXT:
        place = 0 if here is None else here + 1
    elif tap.press.argument == keyboards.PREVIOUS:
        place = -1 if here is None else here - 1
    else:
        raise OutOfDate
    return await repaint(tap, Wish.for_style(references[place % len(references)]))


async def _strengths(tap: Tap) -> Reaction:
    return Reaction(keyboard=keyboards.strengths(tap.turn.locale, await current(tap)))


async def _strength(tap: Tap) -> Reaction:
    shown = round((await current(tap)).look.strength * 100, 2)
    if tap.press.argument == keyboards.WEAKER:
        percent = max(0, math.ceil(shown / _STEP) * _STEP - _STEP)
    elif tap.press.argument == keyboards.STRONGER:
        percent = min(100, math.floor(shown / _STEP) * _STEP + _STEP)
    else:
        percent = tap.number
    if percent > 100:
        raise OutOfDate
    return await repaint(tap, Wish(strength=percent / 100))


async def _file(tap: Tap) -> Reaction:
    turn, job = tap.turn, await current(tap)
    take_up(tap, job)
    on_its_way = (PictureKind.FILE, job.chat_id, job.photo_file_id, job.look)
    for one in await jobs.list_in_flight(turn.db, turn.person.id):
        if (one.picture, one.chat_id, one.photo_file_id, one.look) == on_its_way:
            return Reaction(texts.sending_file(turn.locale))
    await turn.paint(answering=tap.message.message_id, picture=PictureKind.FILE)
    return Reaction(texts.sending_file(turn.locale), sends=True)


async def _before(turn: Turn, look: Look) -> Job | None:
    """Return a painting of the session's photo in a look that can be shown again."""
    if turn.session.photo_file_id is None or turn.session.photo_kind is PictureKind.STICKER:
        return None
    return await paintings.painted_before(turn.db, turn.person.id, turn.session.photo_file_id, look)


def _as_it_is(turn: Turn, job: Job) -> Reaction:
    """Answer a tap that changes nothing, unless the last change of the message was lost on its way."""
    notice = texts.as_you_see(turn.locale)
    if job.result_file_id is None or job.picture is not PictureKind.PHOTO:
        return Reaction(notice, keyboard=under_result(turn, job))
    return replace(_shown(turn, job), notice=notice)


def _shown(turn: Turn, job: Job) -> Reaction:
    """Show a painting that Telegram has, as the worker would."""
    shown = results.painted(job, [titled(turn, style) for style in job.look.styles], locale=turn.locale)
    return Reaction(text=shown.text, keyboard=shown.keyboard, file_id=job.result_file_id)


def titled(turn: Turn, style: str) -> Titled:
    """Return what stands under a painting of a style."""
    name = gallery_name(style)
    credit = turn.context.gallery[name].credit if name is not None and name in turn.context.gallery else ""
    return Titled(turn.style_name(style), credit)


def _painting(turn: Turn, job: Job) -> str:
    return texts.painting(turn.locale, turn.names(job.look.shares), job.look.strength)


def _is_delivered(job: Job) -> bool:
    return job.kind in paintings.PAINTINGS and job.state is JobState.DONE and job.error is None


TAPS: Answers = {
    Verb.BACK: _back,
    Verb.STEP: _step,
    Verb.STRENGTHS: _strengths,
    Verb.STRENGTH: _strength,
    Verb.FILE: _file,
}
