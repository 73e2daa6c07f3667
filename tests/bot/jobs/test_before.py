from typing import Any

import pytest

from bot.jobs import queue
from bot.jobs.before import before
from bot.jobs.delivered import Delivered
from bot.look import Look, Share
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, PictureKind
from bot.views import results
from tests.bot.jobs.rows import ask
from tests.bot.stand_in import GALLERY

MIXTURE = Look((Share("gallery:iris"), Share("gallery:wave")), strength=0.5)


def credit(name: str) -> str:
    return GALLERY[name].credit


async def done(database: Database, message_id: int, file_id: str | None, **changes: Any) -> Job:
    async with database.transaction() as db:
        job = await ask(db, **changes)
    async with database.transaction() as db:
        assert await queue.lease(db, "worker", 30.0)
        await queue.complete(db, job, "worker", Delivered(message_id, file_id))
    return job


async def test_the_last_painting_of_the_message_is_what_there_was(database: Database) -> None:
    await done(database, 5, "first")
    last = await done(database, 5, "second", look=Look.of("gallery:wave"))
    await done(database, 6, "of another message")
    async with database.transaction() as db:
        was = await before(db, await ask(db, edit_message_id=5), 5, results, credit)
    assert was is not None
    assert was.job.id == last.id
    assert "Under the Wave" in was.shown.text


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": JobKind.SHEET, "choices": ("gallery:iris", "gallery:wave"), "page": 0},
        {"kind": JobKind.STRIP, "look": MIXTURE},
    ],
    ids=["sheet", "strip"],
)
async def test_what_has_taken_the_place_of_a_painting_comes_before_it(
    database: Database, changes: dict[str, Any]
) -> None:
    await done(database, 5, "painting")
    last = await done(database, 5, "picture", edit_message_id=5, **changes)
    async with database.transaction() as db:
        was = await before(db, await ask(db, edit_message_id=5), 5, results, credit)
    assert was is not None
    assert was.job.id == last.id
    assert was.shown.keyboard is not None
    # The way back to the painting.
    assert was.shown.keyboard.inline_keyboard[-1][-1].callback_data == f"back:{last.id}"


async def test_there_was_nothing_where_a_message_held_no_painting(database: Database) -> None:
    await done(database, 5, "painting")
    async with database.transaction() as db:
        assert await before(db, await ask(db), 7, results, credit) is None


async def test_what_was_no_photo_cannot_come_back(database: Database) -> None:
    await done(database, 5, "file", picture=PictureKind.FILE)
    await done(database, 5, None)
    async with database.transaction() as db:
        assert await before(db, await ask(db), 5, results, credit) is None
