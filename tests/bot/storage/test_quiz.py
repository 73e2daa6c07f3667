from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.storage import quiz
from bot.storage.database import Database
from bot.storage.models.opinions import QuizAnswer
from bot.storage.models.people import User
from bot.storage.moments import now
from bot.storage.quiz import Figures, TakenForHand


@pytest.fixture
async def db(database: Database) -> Any:
    async with database.transaction() as db:
        db.add_all([User(id=7, first_name="Anna"), User(id=8, first_name="Boris")])
        await db.flush()
        yield db


async def test_a_quiz_is_what_one_person_answered_since_it_began(db: Any) -> None:
    earlier = now() - timedelta(minutes=5)
    db.add(QuizAnswer(user_id=7, picture="hand:a", by_hand=True, taken_for_hand=True, created_at=earlier))
    begun = now()
    await quiz.answer(db, 8, "hand:b", by_hand=True, taken_for_hand=False)
    await quiz.answer(db, 7, "hand:c", by_hand=True, taken_for_hand=False)
    await quiz.answer(db, 7, "machine:d", by_hand=False, taken_for_hand=True)
    assert [answer.picture for answer in await quiz.answers_since(db, 7, begun)] == ["hand:c", "machine:d"]
    assert len(await quiz.list_answers(db)) == 4


async def test_shares_are_of_what_hands_and_machines_painted(db: Any) -> None:
    assert await quiz.figures(db) == Figures(TakenForHand(), TakenForHand())
    for by_hand, taken in ((True, True), (True, False), (False, False), (False, False), (False, True)):
        await quiz.answer(db, 7, "picture", by_hand=by_hand, taken_for_hand=taken)
    figures = await quiz.figures(db)
    assert figures == Figures(machine=TakenForHand(3, 1), hand=TakenForHand(2, 1))
    assert (figures.hand.share, TakenForHand().share) == (0.5, None)
