from __future__ import annotations

import pytest

from bot.look import Look, Share
from bot.opinions import MIXTURES, OWN_STYLES, SAMPLES, kind_of, opinions
from bot.storage import quiz, ratings, survey
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.storage.scores import Scores
from bot.survey import pairs
from tests.bot.jobs.rows import ask


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        ("gallery:iris", "iris"),
        ("gallery:iris+gallery:wave", MIXTURES),
        ("own:3+gallery:wave", MIXTURES),
        ("own:3", OWN_STYLES),
        ("sample:12", SAMPLES),
    ],
)
def test_styles_of_ones_own_are_nobody_elses_business(style: str, kind: str) -> None:
    assert kind_of(style) == kind


async def test_everything_is_summed_up(database: Database) -> None:
    async with database.transaction() as db:
        db.add(User(id=7, first_name="Anna"))
        await db.flush()
        looks = (
            (Look.of("own:1"), 3),
            (Look.of("own:2"), 5),
            (Look.of("gallery:iris"), 10),
            (Look((Share("gallery:iris"),), method="wct"), 8),
        )
        for look, score in looks:
            await ratings.rate(db, await ask(db, look=look), score)
        await survey.answer(db, 7, pairs()[3].edition, 6)
        # A pair that has been made anew since.
        await survey.answer(db, 7, f"{pairs()[3].name}@00000000", 1)
        await quiz.answer(db, 7, "machine:cat.jpg", by_hand=False, taken_for_hand=True)
        found = await opinions(db)
    assert found.by_method == {"adain": Scores.of([3, 5, 10]), "wct": Scores.of([8])}
    assert found.by_style == {OWN_STYLES: Scores.of([3, 5]), "iris": Scores.of([10, 8])}
    assert [scores.count for _, scores in found.by_pair] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert found.people == 1
    assert found.quiz.machine.share == 1
