"""/survey: the same ten pairs of a photo and its painting for everybody; one message that changes in place."""

from __future__ import annotations

import asyncio
from functools import partial

from telegram import InlineKeyboardMarkup, Update

from bot.context import EaselContext
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.handlers.uploads import Showing, put, send
from bot.storage import survey
from bot.storage.scores import HIGHEST, LOWEST, Scores
from bot.survey import Pair, pairs
from bot.views import survey as views
from bot.views.callback_data import Verb

# What the link to the private chat carries.
LINK = "survey"


async def on_survey(update: Update, context: EaselContext) -> None:
    """Show the first pair that the person has not answered about, or what came of all."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        showing = None if turn.in_group else await _showing(turn, _first_open(await _scores(turn)))
    if showing is None:
        link = f"https://t.me/{context.bot.username}?start={LINK}"
        await tell(message, views.only_in_private(turn.locale, link))
    else:
        await send(message, context, showing)


async def _answer(tap: Tap) -> Reaction:
    turn, argument = tap.turn, tap.press.argument
    if not is_visible(tap.message):
        raise OutOfDate
    if argument == views.AGAIN:
        return _go_on(tap, await _showing(turn, _first_open(await _scores(turn)) or 0))
    place, said = _read(argument)
    if said == views.STOP:
        return Reaction(text=views.stopped(turn.locale))
    before, pair = await _scores(turn), pairs()[place]
    if said != views.SKIP:
        await survey.answer(turn.db, turn.person.id, pair.edition, int(said))
    # Who changes an answer goes through all pairs once more; who did not finish is shown what is open.
    following = place + 1 if pair.edition in before else _first_open(before, place + 1)
    return _go_on(tap, await _showing(turn, following))


def _read(argument: str) -> tuple[int, str]:
    """Read a button's argument: the place of a pair, and a score or what else there is to say.

    Raises:
        OutOfDate: it says nothing that is known.
    """
    place, _, said = argument.partition(".")
    if not (place.isdecimal() and int(place) < len(pairs())):
        raise OutOfDate
    if said not in (views.SKIP, views.STOP) and not (said.isdecimal() and LOWEST <= int(said) <= HIGHEST):
        raise OutOfDate
    return int(place), said


def _go_on(tap: Tap, showing: Showing) -> Reaction:
    return Reaction(then=partial(put, tap.message, tap.turn.context, showing))


async def _scores(turn: Turn) -> dict[str, int]:
    return await survey.scores_of(turn.db, turn.person.id)


def _first_open(scores: dict[str, int], start: int = 0) -> int | None:
    """Return the place of the first pair from `start` on that has no score, or None."""
    return next((place for place in range(start, len(pairs())) if pairs()[place].edition not in scores), None)


async def _showing(turn: Turn, place: int | None) -> Showing:
    """Return the question about a pair; past the last one, the thanks."""
    if place is None or place >= len(pairs()):
        caption, keyboard = views.thanks(
            turn.locale, await _outcome(turn), quiz=turn.context.settings.quiz_folder is not None
        )
        return _with(pairs()[-1], caption, keyboard)
    pair = pairs()[place]
    score = (await _scores(turn)).get(pair.edition)
    return _with(pair, *views.question(turn.locale, place, len(pairs()), score))


async def _outcome(turn: Turn) -> views.Outcome:
    editions = [pair.edition for pair in pairs()]
    mine, everybodys = await _scores(turn), await survey.everybodys_scores(turn.db)
    return views.Outcome(
        own=Scores.of(mine[edition] for edition in editions if edition in mine),
        pairs=len(editions),
        everybody=sum((everybodys.get(edition, Scores()) for edition in editions), Scores()),
        people=await survey.count_people(turn.db, editions),
    )


def _with(pair: Pair, caption: str, keyboard: InlineKeyboardMarkup) -> Showing:
    return Showing(pair.edition, partial(asyncio.to_thread, pair.file.read_bytes), caption, keyboard)


TAPS: Answers = {Verb.SURVEY: _answer}
