"""Long work: stopping it, and changing one's mind about that."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.results import current, show_again, take_up, titled, under_result
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.jobs import queue
from bot.look import METHOD
from bot.storage import albums, paintings
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.views import progress, results
from bot.views.callback_data import Verb


async def _cancel(tap: Tap) -> Reaction:
    """Stop a job: what waits at once, what is painted as soon as its worker has seen it."""
    # A newer wish for the same message is the one that is seen to be painted.
    turn, job = tap.turn, await current(tap)
    await queue.request_cancel(turn.db, job.id)
    await turn.db.refresh(job)
    before = await _before(tap, job)
    if job.state is JobState.CANCELLED:
        return await _stopped(tap, job, before)
    if job.cancel_requested_at is None:
        return await _as_it_came_out(tap, job, before)
    if before is not None:
        take_up(tap, before)
    # The message is the worker's to change, which may be changing it at this moment.
    return Reaction(progress.stopping(turn.locale))


async def _before(tap: Tap, job: Job) -> Job | None:
    """Return the job whose painting, or album, a job was to replace in the tapped message; None if there is none."""
    if job.edit_message_id != tap.message.message_id:
        return None
    held = tap.turn.db, tap.turn.person.id, job.chat_id, tap.message.message_id
    return await paintings.painting_of(*held) or await albums.shown_above(*held)


async def _stopped(tap: Tap, job: Job, before: Job | None) -> Reaction:
    notice = progress.stopped(tap.turn.locale)
    if before is not None:
        return replace(await _as_it_was(tap, before), notice=notice)
    shown = results.called_off(job)
    return Reaction(notice, text=shown.text, keyboard=shown.keyboard)


async def _as_it_came_out(tap: Tap, job: Job, before: Job | None) -> Reaction:
    """Answer a tap that came too late, under a message that should not be there, or not like this (any more)."""
    notice = progress.too_late_to_stop(tap.turn.locale)
    if job.state is JobState.DELIVERING:
        return Reaction(notice)
    if job.result_message_id == tap.message.message_id:
        return Reaction(notice, keyboard=under_result(tap.turn, job))
    if before is not None:
        # The job has failed, and the person been told in another message.
        return replace(await _as_it_was(tap, before), notice=notice)
    return Reaction(notice, then=tap.message.delete if is_visible(tap.message) else None)


async def _as_it_was(tap: Tap, before: Job) -> Reaction:
    if before.kind is not JobKind.ALBUM:
        return await show_again(tap, before)
    take_up(tap, before)
    styles = [titled(tap.turn, style) for style in before.look.styles]
    shown = results.album(before, styles, (), len(before.album_file_ids or ()), {})
    return Reaction(text=shown.text, keyboard=shown.keyboard)


async def _again(tap: Tap) -> Reaction:
    """Paint after all what was stopped, or paint it by the quickest method."""
    turn, job = tap.turn, tap.of_job
    if not job.look.shares:
        raise OutOfDate
    take_up(tap)
    if tap.press.argument == progress.QUICKLY:
        turn.session.look = replace(job.look, method=METHOD, iterations=None)
    # What goes as a sticker or an album cannot take the place of a text.
    album_shown = job.album_message_ids if job.edit_message_id == tap.message.message_id else None
    in_place = is_visible(tap.message) and (
        bool(album_shown) if job.kind is JobKind.ALBUM else job.picture is PictureKind.PHOTO
    )
    await turn.make(
        job.kind,
        answering=job.reply_to_message_id,
        replacing=tap.message.message_id if in_place else None,
        picture=job.picture,
        choices=job.choices or (),
        page=job.page,
        album_message_ids=album_shown or (),
    )
    return Reaction(text=progress.taken_up_again(turn.locale), sends=not in_place)


TAPS: Answers = {Verb.CANCEL: _cancel, Verb.AGAIN: _again}
