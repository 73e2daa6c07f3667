from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import User

from bot.jobs import setbacks
from bot.jobs.errors import StyleGone
from bot.look import Look
from bot.storage import people, sessions, styles
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.storage.models.people import ChatSession
from engine import PictureDamaged
from tests.bot.jobs.rows import ask

BAD = PictureDamaged("cut off")


async def anna(db: AsyncSession, photo: str, style: str) -> ChatSession:
    """Make Anna's session one with a photo and a style."""
    await people.remember_user(db, User(7, "Anna", False))
    session = await sessions.load(db, 7, 7)
    session.photo_file_id, session.look = photo, Look.of(style)
    return session


async def done(db: AsyncSession, photo: str, style: str, error: str | None = None) -> Job:
    job = await ask(db, photo_file_id=photo, look=Look.of(style), reply_to_message_id=3)
    job.state, job.error = JobState.DONE, error
    await db.flush()
    return job


async def test_a_bad_photo_gives_way_to_the_last_good_one(database: Database) -> None:
    async with database.transaction() as db:
        await done(db, "good", "gallery:iris")
        await done(db, "broken", "gallery:iris", "PictureDamaged: cut off")
        session = await anna(db, "bad", "gallery:wave")
        await setbacks.take_back(db, await ask(db, photo_file_id="bad", look=Look.of("gallery:wave")), BAD)
        assert (session.photo_file_id, session.photo_message_id) == ("good", 3)
        assert session.look.style == "gallery:wave"


async def test_a_first_photo_that_is_bad_leaves_none(database: Database) -> None:
    async with database.transaction() as db:
        session = await anna(db, "bad", "gallery:wave")
        await setbacks.take_back(db, await ask(db, photo_file_id="bad", look=Look.of("gallery:wave")), BAD)
        assert (session.photo_file_id, session.photo_message_id) == (None, None)


async def test_a_newer_photo_stays(database: Database) -> None:
    async with database.transaction() as db:
        session = await anna(db, "newer", "gallery:iris")
        await setbacks.take_back(db, await ask(db, photo_file_id="bad"), BAD)
        assert session.photo_file_id == "newer"


async def test_a_painting_that_cannot_be_read_is_no_style_and_the_photo_stays(database: Database) -> None:
    async with database.transaction() as db:
        await done(db, "good", "gallery:wave")
        session = await anna(db, "good", "own:1")
        await styles.add_own(db, 7, "ruin", "painting", "Style {}".format)
        await setbacks.take_back(db, await ask(db, photo_file_id="good", look=Look.of("own:1")), BAD)
        assert (session.photo_file_id, session.look.style) == ("good", "gallery:wave")
        assert await styles.list_own(db, 7) == []


async def test_with_a_style_that_was_read_the_photo_is_at_fault(database: Database) -> None:
    async with database.transaction() as db:
        session = await anna(db, "bad", "own:1")
        style = await styles.add_own(db, 7, "mine", "painting", "Style {}".format)
        await styles.keep_statistics(db, style.id, "adain", "encoder", b"statistics")
        await setbacks.take_back(db, await ask(db, photo_file_id="bad", look=Look.of("own:1")), BAD)
        assert (session.photo_file_id, session.look.style) == (None, "own:1")
        assert await styles.list_own(db, 7) == [style]


@pytest.mark.parametrize("error", [StyleGone(), RuntimeError("of our own making")])
async def test_what_is_not_about_a_picture_changes_nothing(database: Database, error: Exception) -> None:
    async with database.transaction() as db:
        session = await anna(db, "photo", "gallery:iris")
        await setbacks.take_back(db, await ask(db, photo_file_id="photo"), error)
        assert session.photo_file_id == "photo"


async def test_what_the_caption_of_a_bad_photo_said_goes_with_it(database: Database) -> None:
    async with database.transaction() as db:
        await done(db, "good", "gallery:iris")
        session = await anna(db, "bad", "gallery:wave")
        before = Look.of("gallery:iris")
        job = await ask(db, photo_file_id="bad", look=Look.of("gallery:wave"), look_before=before)
        await setbacks.take_back(db, job, BAD)
        assert (session.photo_file_id, session.look) == ("good", before)


async def test_what_was_said_since_stays(database: Database) -> None:
    async with database.transaction() as db:
        session = await anna(db, "bad", "gallery:wave")
        job = await ask(db, photo_file_id="bad", look=Look.of("gallery:owl"), look_before=Look.of("gallery:iris"))
        await setbacks.take_back(db, job, BAD)
        assert session.look == Look.of("gallery:wave")


async def test_a_bad_photo_after_an_album_gives_way_to_the_album(database: Database) -> None:
    async with database.transaction() as db:
        album = await ask(db, kind=JobKind.ALBUM, photo_file_id="a", album_file_ids=("a", "b"))
        album.state, album.picture = JobState.DONE, PictureKind.FILE
        await db.flush()
        session = await anna(db, "bad", "gallery:iris")
        await setbacks.take_back(db, await ask(db, photo_file_id="bad"), BAD)
        assert (session.photo_file_id, session.album_file_ids) == ("a", ["a", "b"])
        assert session.photo_kind is PictureKind.FILE
