from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.look import Look
from bot.storage import paintings
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from tests.bot.jobs.rows import ask

IRIS, WAVE = Look.of("gallery:iris"), Look.of("gallery:wave")
MESSAGE = 500


@pytest.fixture
async def db(database: Database) -> Any:
    async with database.transaction() as db:
        yield db


async def done(db: Any, message_id: int = MESSAGE, **changes: Any) -> Job:
    """A job whose picture Telegram has."""
    job = await ask(db, **changes)
    paintings.settle(job, message_id, f"file of {job.id}")
    await db.flush()
    return job


async def test_the_newest_wish_for_a_message_counts(db: Any) -> None:
    first = await done(db)
    second = await ask(db, "1:10:0", edit_message_id=MESSAGE)
    third = await ask(db, "1:11:0", edit_message_id=MESSAGE)
    assert await paintings.newer_wish(db, first, MESSAGE, apart_from="1:12") is third
    assert await paintings.newer_wish(db, third, MESSAGE, apart_from="1:12") is None
    assert await paintings.newer_wish(db, first, MESSAGE + 1, apart_from="1:12") is None
    # Handled again, an update does not count from what it asked for itself.
    third.state = second.state = JobState.RUNNING
    assert await paintings.newer_wish(db, first, MESSAGE, apart_from="1:11") is second
    # 1:1 is not the beginning of 1:11.
    assert await paintings.newer_wish(db, first, MESSAGE, apart_from="1:1") is third


@pytest.mark.parametrize("change", [{"state": JobState.CANCELLED}, {"kind": JobKind.SHEET}])
async def test_what_was_called_off_and_other_pictures_are_no_wish(db: Any, change: dict[str, Any]) -> None:
    first = await done(db)
    other = await ask(db, edit_message_id=MESSAGE)
    for name, value in change.items():
        setattr(other, name, value)
    assert await paintings.newer_wish(db, first, MESSAGE, apart_from="1:12") is None


async def test_a_message_remembers_the_last_painting_that_it_held(db: Any) -> None:
    await done(db)
    last = await done(db, edit_message_id=MESSAGE, look=WAVE)
    await done(db, edit_message_id=MESSAGE, kind=JobKind.SHEET)
    (await done(db, edit_message_id=MESSAGE)).error = "FileGone"
    await ask(db, edit_message_id=MESSAGE)
    assert await paintings.painting_of(db, 7, 7, MESSAGE) is last
    assert await paintings.painting_of(db, 8, 7, MESSAGE) is None
    assert await paintings.painting_of(db, 7, 7, MESSAGE + 1) is None


async def test_a_painting_is_found_again_by_photo_and_look(db: Any) -> None:
    job = await done(db, look=IRIS)
    await done(db, look=WAVE, picture=PictureKind.FILE)
    assert await paintings.painted_before(db, 7, "photo", IRIS) is job
    assert await paintings.painted_before(db, 7, "photo", replace(IRIS, strength=0.5)) is None
    assert await paintings.painted_before(db, 7, "another", IRIS) is None
    assert await paintings.painted_before(db, 8, "photo", IRIS) is None
    assert await paintings.painted_before(db, 7, "photo", WAVE) is None
    strip = await done(db, kind=JobKind.STRIP, look=WAVE)
    assert await paintings.painted_before(db, 7, "photo", WAVE) is None
    assert await paintings.painted_before(db, 7, "photo", WAVE, JobKind.STRIP) is strip


async def test_a_sheet_is_found_again_if_everything_on_it_is_the_same(db: Any) -> None:
    choices = ("own:1", "gallery:iris")
    sheet = await done(db, kind=JobKind.SHEET, look=Look(), choices=choices, page=0)
    assert await paintings.sheet_before(db, 7, "photo", Look(), choices, 0) is sheet
    assert await paintings.sheet_before(db, 7, "photo", Look(), choices, 1) is None
    assert await paintings.sheet_before(db, 7, "photo", Look(), choices[::-1], 0) is None
    assert await paintings.sheet_before(db, 7, "photo", Look(strength=0.5), choices, 0) is None
    await ask(db, kind=JobKind.SHEET, look=Look(strength=0.5), choices=choices, page=0)
    assert await paintings.sheet_before(db, 7, "photo", Look(strength=0.5), choices, 0) is None
