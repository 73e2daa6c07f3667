from __future__ import annotations

import csv
import io

from bot.exports import tables
from bot.look import Look
from bot.storage import quiz, ratings, survey
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.survey import pairs
from tests.bot.jobs.rows import ask

ANNA, BORIS = 7654321, 8765432


async def exported(database: Database, secret: str) -> dict[str, list[dict[str, str]]]:
    async with database.snapshot() as db:
        files = await tables(db, secret)
    return {file.name: list(csv.DictReader(io.StringIO(file.content.decode()))) for file in files}


async def test_files_tell_people_apart_but_not_who_they_are(database: Database) -> None:
    async with database.transaction() as db:
        db.add_all([User(id=ANNA, first_name="Anna"), User(id=BORIS, first_name="Boris")])
        await db.flush()
        for person, style, score in ((ANNA, "gallery:iris", 9), (BORIS, "own:12", 4)):
            await ratings.rate(db, await ask(db, user_id=person, look=Look.of(style)), score)
            await survey.answer(db, person, pairs()[0].edition, score)
        await survey.answer(db, ANNA, "gone@00000000", 2)
        await quiz.answer(db, ANNA, "hand:iris.jpg", by_hand=True, taken_for_hand=False)
    files = await exported(database, "secret")
    rated, answered, guessed = files["ratings.csv"], files["survey.csv"], files["quiz.csv"]
    assert [(row["method"], row["style"], row["score"]) for row in rated] == [
        ("adain", "iris", "9"),
        ("adain", "(own)", "4"),
    ]
    assert [(row["pair"].partition("@")[0], row["method"], row["score"]) for row in answered] == [
        (pairs()[0].name, pairs()[0].method, "9"),
        (pairs()[0].name, pairs()[0].method, "4"),
        ("gone", "", "2"),
    ]
    (guess,) = guessed
    assert (guess["picture"], guess["by_hand"], guess["taken_for_hand"]) == ("hand:iris.jpg", "1", "0")
    anna, boris = (row["person"] for row in rated)
    assert anna != boris
    assert guess["person"] == answered[0]["person"] == anna
    everything = str(files)
    assert not any(word in everything for word in (str(ANNA), str(BORIS), "Anna", "Boris"))
    # With another secret nobody can be found again.
    assert (await exported(database, "other"))["ratings.csv"][0]["person"] != anna


async def test_before_there_is_anything_files_have_their_heads(database: Database) -> None:
    async with database.snapshot() as db:
        files = await tables(db, "secret")
    assert [file.name for file in files] == ["ratings.csv", "survey.csv", "quiz.csv"]
    assert all(file.content.count(b"\n") == 1 for file in files)
