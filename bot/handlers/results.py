"""The buttons under a result: strength, colours, the full-size file."""

from __future__ import annotations

from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.storage.models import Job, JobKind, JobState, PictureKind
from bot.views import keyboards, texts
from bot.views.callback_data import Verb
from bot.wish import Wish


async def repaint(tap: Tap, wish: Wish) -> Reaction:
    """Paint the photo behind a result anew, in the same message, with a wish on top of how it was painted."""
    turn, job = tap.turn, tap.of_job
    look = wish.onto(job.look)
    if look == job.look and _is_delivered(job):
        return Reaction(texts.as_you_see(turn.locale), keyboard=keyboards.under_result(turn.locale, job))
    take_up(tap)
    turn.session.look = look
    # A message that is too old to be seen may be gone: then the painting comes as a new one.
    visible = is_visible(tap.message)
    new = await turn.paint(replacing=tap.message.message_id if visible else None)
    # The buttons change at once, so that the next tap counts from this wish and not from the old picture.
    notice = texts.painting(turn.locale, turn.names(new.look.shares), new.look.strength)
    return Reaction(notice, keyboard=keyboards.under_result(turn.locale, new) if visible else None, paints=True)


def take_up(tap: Tap) -> None:
    """Make the session what the result shows: its photo, and how it was painted."""
    turn, job = tap.turn, tap.of_job
    if job.photo_file_id is None:
        raise OutOfDate
    if turn.session.photo_file_id != job.photo_file_id:
        kind = PictureKind.STICKER if job.picture is PictureKind.STICKER else PictureKind.PHOTO
        turn.adopt_photo(job.photo_file_id, job.reply_to_message_id, kind, job.album_file_ids or ())
    turn.session.look = job.look


async def _back(tap: Tap) -> Reaction:
    return Reaction(keyboard=keyboards.under_result(tap.turn.locale, tap.of_job))


async def _strengths(tap: Tap) -> Reaction:
    return Reaction(keyboard=keyboards.strengths(tap.turn.locale, tap.of_job))


async def _strength(tap: Tap) -> Reaction:
    if tap.number > 100:
        raise OutOfDate
    return await repaint(tap, Wish(strength=tap.number / 100))


async def _colours(tap: Tap) -> Reaction:
    return await repaint(tap, Wish(colours="luminance" if tap.press.argument == "keep" else "no"))


async def _file(tap: Tap) -> Reaction:
    take_up(tap)
    await tap.turn.make(JobKind.PAINT, answering=tap.message.message_id, picture=PictureKind.FILE)
    return Reaction(texts.sending_file(tap.turn.locale), paints=True)


def _is_delivered(job: Job) -> bool:
    return job.state is JobState.DONE and job.error is None


TAPS: Answers = {
    Verb.BACK: _back,
    Verb.STRENGTHS: _strengths,
    Verb.STRENGTH: _strength,
    Verb.COLOURS: _colours,
    Verb.FILE: _file,
}
