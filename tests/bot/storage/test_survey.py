from __future__ import annotations

from typing import Any

import pytest

from bot.storage import survey
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.storage.scores import Scores


@pytest.fixture
async def db(database: Database) -> Any:
    async with database.transaction() as db:
        db.add_all([User(id=7, first_name="Anna"), User(id=8, first_name="Boris")])
        await db.flush()
        yield db


async def test_answers_are_one_for_each_person_and_pair_and_can_be_changed(db: Any) -> None:
    for user_id, pair, score in ((7, "a", 3), (7, "a", 8), (7, "b", 1), (8, "a", 10)):
        await survey.answer(db, user_id, pair, score)
    assert await survey.scores_of(db, 7) == {"a": 8, "b": 1}
    assert await survey.scores_of(db, 9) == {}
    assert await survey.everybodys_scores(db) == {"a": Scores.of([8, 10]), "b": Scores.of([1])}
    assert len(await survey.list_answers(db)) == 3


async def test_people_count_once_and_for_the_pairs_that_are_asked_about(db: Any) -> None:
    for user_id, pair in ((7, "a"), (7, "b"), (8, "old")):
        await survey.answer(db, user_id, pair, 5)
    assert await survey.count_people(db, ["a", "b"]) == 1
    assert await survey.count_people(db, ["a", "old"]) == 2
    assert await survey.count_people(db, []) == 0
