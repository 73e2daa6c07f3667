from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import User

from bot.storage import albums, people, sessions
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState
from tests.bot.jobs.rows import ask


async def come(db: AsyncSession, album_id: str, message_id: int, chat_id: int = 7) -> bool:
    await people.remember_user(db, User(7, "Anna", False))
    return await albums.add(
        db, bot_id=1, chat_id=chat_id, album_id=album_id, message_id=message_id, user_id=7, payload={"n": message_id}
    )


async def shown(db: AsyncSession, **changes: object) -> Job:
    job = await ask(db, kind=JobKind.ALBUM, photo_file_id="a", album_file_ids=("a", "b"))
    job.state, job.result_message_id, job.album_message_ids = JobState.DONE, 53, [51, 52]
    for name, value in changes.items():
        setattr(job, name, value)
    await db.flush()
    return job


async def test_pictures_wait_until_they_are_taken_in_their_order(database: Database) -> None:
    async with database.transaction() as db:
        assert [await come(db, "one", number) for number in (12, 11, 11, 13)] == [True, False, False, False]
        await come(db, "two", 14)
        await come(db, "one", 11, chat_id=8)
        first, *_ = await albums.waiting(db, 1, 7)
        assert (first.album_id, first.user_id, first.payload) == ("one", 7, {"n": 11})
        assert first.last_received_at == await albums.last_received(db, 1, 7, "one")
        assert [(one.chat_id, one.album_id) for one in await albums.waiting(db, 1)] == [
            (7, "one"),
            (8, "one"),
            (7, "two"),
        ]
        assert await albums.waiting(db, 2) == []
        in_order = [{"n": number} for number in (11, 12, 13)]
        assert await albums.payloads(db, 1, 7, "one") == in_order
        assert await albums.take(db, 1, 7, "one") == in_order
        assert await albums.take(db, 1, 7, "one") == []
        assert await albums.last_received(db, 1, 7, "one") is None
        assert len(await albums.waiting(db, 1)) == 2


@pytest.mark.parametrize(("message_id", "place"), [(51, 0), (52, 1), (53, None)])
async def test_a_painting_is_found_by_its_message(database: Database, message_id: int, place: int | None) -> None:
    async with database.transaction() as db:
        job = await shown(db)
        found = await albums.shown_in(db, 7, message_id)
        assert (None if found is None else (found.job, found.place)) == (None if place is None else (job, place))
        assert await albums.shown_in(db, 8, message_id) is None


async def test_the_last_paintings_of_an_album_are_found(database: Database) -> None:
    async with database.transaction() as db:
        await shown(db)
        last = await shown(db)
        # Its files came by a button: they stay as they are.
        await shown(db, result_message_id=None)
        assert await albums.last_shown(db, 7, 7, ["a", "b"]) == last
        assert await albums.last_shown(db, 7, 7, ["a", "c"]) is None
        assert await albums.last_shown(db, 8, 7, ["a", "b"]) is None


async def test_what_was_sent_is_what_the_album_is(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, User(7, "Anna", False))
        session = await sessions.load(db, 7, 7)
        session.photo_file_id, session.album_file_ids = "a", ["a", "b"]
        job = await ask(db, kind=JobKind.ALBUM, photo_file_id="a", album_file_ids=("a", "b"))
        await albums.note_sent(db, job, ["b"], [51])
        await db.refresh(job)
        assert (job.album_file_ids, job.photo_file_id, job.album_message_ids) == (["b"], "b", [51])
        assert (session.album_file_ids, session.photo_file_id) == (["b"], "b")
