from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from telegram import User as TelegramUser

from bot.look import Look
from bot.storage import paintings, people, renditions, sessions
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.storage.moments import now
from tests.bot.jobs.rows import ask

IRIS, WAVE = Look.of("gallery:iris"), Look.of("gallery:wave")


@pytest.fixture
async def db(database: Database) -> Any:
    async with database.transaction() as db:
        yield db


async def done(db: Any, **changes: Any) -> Job:
    """A job whose picture Telegram has."""
    job = await ask(db, **changes)
    paintings.settle(job, 500, f"file of {job.id}")
    await db.flush()
    return job


async def ids(db: Any, user_id: int = 7, most: int = 10) -> list[str]:
    return [job.id for job in await renditions.recent(db, user_id, most)]


async def test_the_last_session_is_that_with_the_newest_photo(db: Any) -> None:
    await people.remember_user(db, TelegramUser(7, "Anna", is_bot=False))
    assert await renditions.last_session(db, 7) is None
    for chat_id, photo, age in ((7, "old", 2), (-100, "new", 1), (-200, None, 0)):
        session = await sessions.load(db, chat_id, 7)
        session.photo_file_id, session.updated_at = photo, now() - timedelta(hours=age)
    await db.flush()
    found = await renditions.last_session(db, 7)
    assert found is not None
    assert found.photo_file_id == "new"
    assert await renditions.last_session(db, 8) is None


async def test_recent_are_a_persons_own_paintings_the_newest_first(db: Any) -> None:
    first = await done(db, look=IRIS)
    second = await done(db, look=WAVE)
    await done(db, user_id=8)
    assert await ids(db) == [second.id, first.id]
    assert await ids(db, most=1) == [second.id]


async def test_a_painting_that_was_shown_twice_is_one(db: Any) -> None:
    await done(db, look=IRIS)
    other = await done(db, look=WAVE)
    again = await done(db, look=IRIS)
    another_photo = await done(db, look=IRIS, photo_file_id="another")
    assert await ids(db) == [another_photo.id, again.id, other.id]


@pytest.mark.parametrize("change", [{"kind": JobKind.SHEET}, {"kind": JobKind.RENDER}, {"picture": PictureKind.FILE}])
async def test_recent_are_no_sheets_no_mere_suggestions_and_no_files(db: Any, change: dict[str, Any]) -> None:
    await done(db, **change)
    assert await ids(db) == []


async def test_recent_has_nothing_that_went_wrong_or_is_not_there_yet(db: Any) -> None:
    (await done(db)).error = "FileGone"
    (await done(db, look=WAVE)).result_file_id = None
    await ask(db, look=replace(WAVE, strength=0.5))
    assert await ids(db) == []


async def of_photo(db: Any, *looks: Look) -> dict[str, str]:
    found = await renditions.of_photo(db, 7, "photo", looks)
    return {key: job.id for key, job in found.items()}


async def test_what_is_there_counts_whoever_asked_for_it_in_the_chat_or_inline(db: Any) -> None:
    in_chat = await done(db, look=IRIS)
    inline = await done(db, look=WAVE, kind=JobKind.RENDER)
    assert await of_photo(db, IRIS, WAVE) == {IRIS.key: in_chat.id, WAVE.key: inline.id}
    assert await of_photo(db, replace(IRIS, strength=0.5)) == {}


@pytest.mark.parametrize(
    "change",
    [{"user_id": 8}, {"photo_file_id": "another"}, {"picture": PictureKind.STICKER}, {"kind": JobKind.STRIP}],
)
async def test_other_peoples_pictures_and_other_pictures_do_not_count(db: Any, change: dict[str, Any]) -> None:
    await done(db, look=IRIS, **change)
    assert await of_photo(db, IRIS) == {}


async def test_what_is_on_its_way_counts_until_it_is_there(db: Any) -> None:
    there = await done(db, look=IRIS)
    await ask(db, look=IRIS)
    coming = await ask(db, look=WAVE, kind=JobKind.RENDER)
    assert await of_photo(db, IRIS, WAVE) == {IRIS.key: there.id, WAVE.key: coming.id}


async def test_what_failed_is_known_for_a_while_and_what_was_called_off_is_not(db: Any) -> None:
    failed = await ask(db, look=IRIS, kind=JobKind.RENDER)
    failed.state, failed.error = JobState.DONE, "FileGone"
    dropped = await ask(db, look=WAVE, kind=JobKind.RENDER)
    dropped.state = JobState.CANCELLED
    assert await of_photo(db, IRIS, WAVE) == {IRIS.key: failed.id}
    assert not renditions.is_there(failed)
    again = await ask(db, look=IRIS, kind=JobKind.RENDER)
    assert await of_photo(db, IRIS) == {IRIS.key: again.id}
    again.state, again.created_at = JobState.HELD, now() - timedelta(hours=1)
    failed.created_at = now() - timedelta(hours=1)
    await db.flush()
    assert await of_photo(db, IRIS) == {}


async def test_jobs_are_looked_up_as_they_are_now(db: Any) -> None:
    one, other = await ask(db), await ask(db)
    assert await renditions.look_up(db, [one.id]) == {one.id: one}
    assert set(await renditions.look_up(db, [one.id, other.id, "none"])) == {one.id, other.id}


async def test_what_was_called_off_is_on_its_way_no_longer(db: Any) -> None:
    job = await ask(db, look=IRIS, kind=JobKind.RENDER)
    job.state, job.cancel_requested_at = JobState.RUNNING, now()
    await db.flush()
    assert await of_photo(db, IRIS) == {}


async def test_only_what_the_same_person_does_not_want_any_more_is_dropped(database: Database) -> None:
    async with database.transaction() as db:
        inline: dict[str, Any] = {"kind": JobKind.RENDER, "chat_id": -1}
        waiting, begun, wanted = [await ask(db, **inline) for _ in range(3)]
        begun.state = JobState.RUNNING
        others = await ask(db, user_id=8, **inline), await ask(db)
        await renditions.drop(db, 7, besides=[wanted.id])
    async with database.snapshot() as db:
        rows = await renditions.look_up(db, [job.id for job in (waiting, begun, wanted, *others)])
    assert (rows[waiting.id].state, rows[waiting.id].finished_at is not None) == (JobState.CANCELLED, True)
    assert (rows[begun.id].state, rows[begun.id].cancel_requested_at is not None) == (JobState.RUNNING, True)
    for job in (wanted, *others):
        assert (rows[job.id].state, rows[job.id].cancel_requested_at) == (JobState.QUEUED, None)
