"""Rating a result from 1 to 10. What is rated is the painting that the message shows, not what it waits for."""

from __future__ import annotations

from bot.handlers.results import current, under_result
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.storage import paintings, ratings
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.scores import HIGHEST, LOWEST
from bot.views import ratings as views
from bot.views.callback_data import Verb

_PAINTINGS = frozenset((JobKind.PAINT, JobKind.ALBUM))


async def _rate(tap: Tap) -> Reaction:
    """Offer the scale; with a number, note it and go back to the first buttons."""
    turn, locale = tap.turn, tap.turn.locale
    painting = await _shown(tap)
    if painting is None:
        return Reaction(views.nothing_to_rate(locale), alert=True)
    newest = await current(tap)
    if not tap.press.argument:
        score = await ratings.score_of(turn.db, painting.id)
        return Reaction(views.question(locale), keyboard=views.choice(locale, newest, score))
    if not LOWEST <= tap.number <= HIGHEST:
        raise OutOfDate
    await ratings.rate(turn.db, painting, tap.number)
    return Reaction(views.thanks(locale, tap.number), keyboard=under_result(turn, newest))


async def _shown(tap: Tap) -> Job | None:
    """Return whose painting the tapped message shows; None before there is one."""
    job = tap.of_job
    painting = await paintings.painting_of(tap.turn.db, tap.turn.person.id, job.chat_id, tap.message.message_id)
    if painting is not None:
        return painting
    # Stickers and albums are not in the message of the buttons, or cannot be changed in place.
    delivered = job.kind in _PAINTINGS and job.state is JobState.DONE and job.error is None
    return job if delivered else None


TAPS: Answers = {Verb.RATINGS: _rate}
