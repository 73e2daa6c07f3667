"""Long work: stopping it, and changing one's mind about that."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.results import current, show_again, take_up, titled, under_result
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.jobs import queue
from bot.look import METHOD
from bot.storage import albums, paintings
from bot.storage.models import Job, JobKind, JobState, PictureKind
from bot.views import progress, results
from bot.views.callback_data import Verb


async def _cancel(tap: Tap) -> Reaction:
    """Stop a job: what waits at once, what is painted as soon as its worker has seen it."""
    # A newer wish for the same message is the one that is seen to be painted.
    turn, job = tap.turn, await current(tap)
    await queue.request_cancel(turn.db, job.id)
    await turn.db.refresh(job)
    painting = None
    if job.edit_message_id == tap.message.message_id:
        painting = await paintings.painting_of(turn.db, turn.person.id, job.chat_id, tap.message.message_id)
        album = await albums.shown_above(turn.db, turn.person.id, job.chat_id, tap.message.message_id)
        if album is not None:
            return _back_to_album(tap, job, album)
    if job.state is JobState.CANCELLED and painting is not None:
        return replace(await show_again(tap, painting), notice=progress.stopped(turn.locale))
    if job.state is JobState.CANCELLED:
        shown = results.called_off(job)
        return Reaction(progress.stopped(turn.locale), text=shown.text, keyboard=shown.keyboard)
    if job.cancel_requested_at is None:
        return _as_it_came_out(tap, job)
    if painting is not None:
        take_up(tap, painting)
    # The message is the worker's to change, which may be changing it at this moment.
    return Reaction(progress.stopping(turn.locale))


def _back_to_album(tap: Tap, job: Job, album: Job) -> Reaction:
    """Answer a tap that stops the repainting of an album, which is what it was before."""
    locale = tap.turn.locale
    if job.state is not JobState.CANCELLED and job.cancel_requested_at is None:
        return _as_it_came_out(tap, job)
    take_up(tap, album)
    if job.state is not JobState.CANCELLED:
        return Reaction(progress.stopping(locale))
    styles = [titled(tap.turn, style) for style in album.look.styles]
    shown = results.album(album, styles, (), len(album.album_file_ids or ()), {})
    return Reaction(progress.stopped(locale), text=shown.text, keyboard=shown.keyboard)


def _as_it_came_out(tap: Tap, job: Job) -> Reaction:
    """Answer a tap that came too late, under a message that should not be there (any more)."""
    notice = progress.too_late_to_stop(tap.turn.locale)
    if job.state is JobState.DELIVERING:
        return Reaction(notice)
    if job.result_message_id == tap.message.message_id:
        return Reaction(notice, keyboard=under_result(tap.turn, job))
    return Reaction(notice, then=tap.message.delete if is_visible(tap.message) else None)


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
    return Reaction(text=progress.taken_up_again(turn.locale), paints=True)


TAPS: Answers = {Verb.CANCEL: _cancel, Verb.AGAIN: _again}
