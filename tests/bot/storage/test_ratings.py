from __future__ import annotations

from typing import Any

import pytest

from bot.look import Look, Share
from bot.storage import ratings
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.storage.scores import Scores
from tests.bot.jobs.rows import ask


@pytest.fixture
async def db(database: Database) -> Any:
    async with database.transaction() as db:
        db.add(User(id=7, first_name="Anna"))
        await db.flush()
        yield db


async def test_a_painting_has_one_score_which_can_be_changed(db: Any) -> None:
    job = await ask(db)
    assert await ratings.score_of(db, job.id) is None
    await ratings.rate(db, job, 4)
    await ratings.rate(db, job, 9)
    assert await ratings.score_of(db, job.id) == 9
    (row,) = await ratings.list_ratings(db)
    assert (row.user_id, row.score, row.method) == (job.user_id, 9, job.look.method)


async def test_scores_are_summed_up_by_method_and_style(db: Any) -> None:
    mixture = Look((Share("gallery:iris"), Share("gallery:wave")), method="wct")
    for number, (look, score) in enumerate([(Look.of("gallery:iris"), 4), (Look.of("gallery:iris"), 9), (mixture, 10)]):
        await ratings.rate(db, await ask(db, f"1:{number}:0", look=look), score)
    assert await ratings.by_method_and_style(db) == {
        ("adain", "gallery:iris"): Scores.of([4, 9]),
        ("wct", "gallery:iris+gallery:wave"): Scores.of([10]),
    }
