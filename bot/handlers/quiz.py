"""/quiz: painted by hand or by machine? Ten questions in one message that changes in place.

Buttons carry the moment at which the quiz began and the painting that they are about; what was answered since then is
in the database. So a quiz outlives restarts, and an answer that comes twice counts once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from telegram import Update
from telegram.constants import ParseMode

from bot.context import EaselContext
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import Turn, turn_of
from bot.handlers.uploads import Showing, put, send
from bot.pictures.excerpt import Unreadable, excerpt
from bot.quiz import QUESTIONS, Painting, by_hand, by_machine, drawn
from bot.storage import quiz
from bot.storage.models.opinions import QuizAnswer
from bot.storage.moments import now
from bot.views import quiz as views
from bot.views.callback_data import Verb

# What the link to the private chat carries.
LINK = "quiz"
# Of a moment in milliseconds, for the next two hundred years.
_MOST_DIGITS = 13

# The keys of what could not be read; like the folder's list, until the next start.
_spoilt: set[str] = set()

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Quiz:
    """One person's quiz: `start` in milliseconds, all paintings in its order, and the answers so far."""

    start: int
    paintings: Sequence[Painting]
    answers: Sequence[QuizAnswer]

    @property
    def questions(self) -> int:
        return min(QUESTIONS, len(self.paintings))

    @property
    def open(self) -> list[Painting]:
        """What can be asked about next."""
        answered = {answer.picture for answer in self.answers}
        return [painting for painting in self.paintings if painting.name not in answered]

    @property
    def right(self) -> int:
        return sum(answer.by_hand == answer.taken_for_hand for answer in self.answers)


async def on_quiz(update: Update, context: EaselContext) -> None:
    """Begin a quiz, or say why there is none."""
    message = update.message
    assert message is not None
    hand = await _by_hand(context)
    async with turn_of(update, context) as turn:
        begun = _begun(turn, hand)
    if turn.in_group:
        link = f"https://t.me/{context.bot.username}?start={LINK}"
        await tell(message, views.only_in_private(turn.locale, link))
    elif not hand:
        await tell(message, views.off(turn.locale))
    else:
        await _ask(turn, begun, partial(send, message, context))


async def _answer(tap: Tap) -> Reaction:
    turn, message, hand = tap.turn, tap.message, await _by_hand(tap.turn.context)
    if not hand or not is_visible(message):
        raise OutOfDate
    show = partial(put, message, turn.context)
    if tap.press.argument == views.AGAIN:
        return Reaction(then=partial(_ask, turn, _begun(turn, hand), show))
    start, painting, taken_for_hand = _read(tap.press.argument, [*hand, *by_machine()])
    answers = await _answers_with(turn, start, painting, taken_for_hand=taken_for_hand)
    under_way = _Quiz(start, _order(turn, hand, start), answers)
    given = next(answer for answer in answers if answer.picture == painting.name)
    verdict = views.verdict(turn.locale, by_hand=given.by_hand, right=given.by_hand == given.taken_for_hand)
    figures = await quiz.figures(turn.db)
    text, keyboard = views.result(turn.locale, under_way.right, len(answers), figures, verdict)
    if len(answers) >= under_way.questions:
        return Reaction(verdict, text=text, keyboard=keyboard)

    async def go_on() -> None:
        if not await _ask(turn, under_way, show, verdict):
            await courtesy(message.edit_caption(text, parse_mode=ParseMode.HTML, reply_markup=keyboard))

    return Reaction(verdict, then=go_on)


async def _answers_with(turn: Turn, start: int, painting: Painting, *, taken_for_hand: bool) -> list[QuizAnswer]:
    """Return the answers in a quiz, with one about this painting: of several, the first one counts."""
    since = datetime.fromtimestamp(start / 1000, UTC)
    answers = await quiz.answers_since(turn.db, turn.person.id, since)
    if any(answer.picture == painting.name for answer in answers):
        return answers
    await quiz.answer(turn.db, turn.person.id, painting.name, by_hand=painting.by_hand, taken_for_hand=taken_for_hand)
    return await quiz.answers_since(turn.db, turn.person.id, since)


def _begun(turn: Turn, hand: Sequence[Painting]) -> _Quiz:
    start = int(now().timestamp() * 1000)
    return _Quiz(start, _order(turn, hand, start), ())


def _order(turn: Turn, hand: Sequence[Painting], start: int) -> list[Painting]:
    return drawn(hand, by_machine(), f"{turn.person.id}:{start}")


def _read(argument: str, paintings: Sequence[Painting]) -> tuple[int, Painting, bool]:
    """Read a button's argument: when the quiz began, the painting, and whether it was taken for one by hand.

    Raises:
        OutOfDate: it says nothing that is known, or the painting is gone.
    """
    start, _, rest = argument.partition(".")
    key, _, said = rest.partition(".")
    painting = next((one for one in paintings if one.key == key), None)
    moment = start.isdecimal() and len(start) <= _MOST_DIGITS
    if not moment or painting is None or said not in (views.HAND, views.MACHINE):
        raise OutOfDate
    return int(start), painting, said == views.HAND


async def _ask(turn: Turn, under_way: _Quiz, show: Callable[[Showing], Awaitable[None]], verdict: str = "") -> bool:
    """Show the next painting that can be read; False if there is none.

    Raises:
        TelegramError: it could not be shown.
    """
    number = len(under_way.answers) + 1
    for painting in under_way.open:
        about = f"{under_way.start}.{painting.key}"
        caption, keyboard = views.question(turn.locale, number, under_way.questions, about, verdict)
        try:
            await show(Showing(painting.key, partial(_picture, painting), caption, keyboard))
        except Unreadable as error:
            _log.warning("the quiz does without %s", error)
            _spoilt.add(painting.key)
        else:
            return True
    return False


async def _picture(painting: Painting) -> bytes:
    # The machine's paintings are squares of that size already.
    read = partial(excerpt, painting.file) if painting.by_hand else painting.file.read_bytes
    return await asyncio.to_thread(read)


async def _by_hand(context: EaselContext) -> Sequence[Painting]:
    folder = context.settings.quiz_folder
    found = () if folder is None else await asyncio.to_thread(by_hand, folder)
    return [painting for painting in found if painting.key not in _spoilt]


TAPS: Answers = {Verb.QUIZ: _answer}
