from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import User

from bot import albums as module
from bot.albums import Collector
from bot.storage import albums, people
from bot.storage.albums import Waiting
from bot.storage.database import Database
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.databases import BACKENDS

QUIET = timedelta(seconds=0.3)


class Listener:
    """Notes which albums are whole, with how many pictures, and takes them out of the database."""

    def __init__(self, database: Database) -> None:
        self.answered: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._database = database

    async def answer(self, album: Waiting) -> None:
        async with self._database.transaction() as db:
            taken = await albums.take(db, 1, album.chat_id, album.album_id)
        self.answered.put_nowait((album.album_id, len(taken)))


@pytest.fixture
def listener(database: Database) -> Listener:
    return Listener(database)


@pytest.fixture
async def collector(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Collector]:
    monkeypatch.setattr(module, "QUIET_FOR", QUIET)
    collector = Collector(database, 1)
    task = asyncio.create_task(collector.run(listener.answer))
    yield collector
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def come(database: Database, album_id: str, message_id: int) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, User(7, "Anna", False))
        await albums.add(
            db, bot_id=1, chat_id=7, album_id=album_id, message_id=message_id, user_id=7, payload={"n": message_id}
        )


async def next_of(listener: Listener) -> tuple[str, int]:
    return await asyncio.wait_for(listener.answered.get(), 10)


async def test_an_album_is_answered_once_when_no_more_pictures_come(
    database: Database, collector: Collector, listener: Listener
) -> None:
    for number in (1, 2, 3):
        await come(database, "one", number)
        collector.wake()
    assert await next_of(listener) == ("one", 3)
    await come(database, "two", 4)
    collector.wake()
    assert await next_of(listener) == ("two", 1)
    assert listener.answered.empty()


async def test_what_was_there_before_the_start_still_gets_its_last_pictures(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    await come(database, "old", 1)
    await asyncio.sleep(QUIET.total_seconds())
    monkeypatch.setattr(module, "QUIET_FOR", QUIET)
    collector = Collector(database, 1)
    task = asyncio.create_task(collector.run(listener.answer))
    await asyncio.sleep(0)
    await come(database, "old", 2)
    collector.wake()
    assert await next_of(listener) == ("old", 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_album_that_fails_is_answered_later(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_FOR", QUIET)
    monkeypatch.setattr(module, "RETRY_S", 0.05)
    failures = [RuntimeError("the first time")]

    async def answer(album: Waiting) -> None:
        if failures:
            raise failures.pop()
        await listener.answer(album)

    await come(database, "one", 1)
    task = asyncio.create_task(Collector(database, 1).run(answer))
    assert await next_of(listener) == ("one", 1)
    assert failures == []
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_pictures_that_another_process_has_got_are_answered_too(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_FOR", QUIET)
    monkeypatch.setattr(module, "LOOK_S", 0.1)
    tasks = [asyncio.create_task(Collector(database, 1).run(listener.answer)) for _ in range(2)]
    await asyncio.sleep(0.2)
    # And nobody wakes the two that are left.
    await come(database, "one", 1)
    assert await next_of(listener) in (("one", 1), ("one", 0))
    await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with database.snapshot() as db:
        assert await albums.waiting(db, 1) == []


@pytest.mark.parametrize("backend", BACKENDS)
async def test_an_album_waits_for_what_its_chat_has_still_to_be_handled(
    database: Database, collector: Collector, listener: Listener
) -> None:
    async with database.transaction() as db:
        db.add(StoredUpdate(bot_id=1, update_id=5, line=7, payload={}))
    await come(database, "one", 1)
    collector.wake()
    await asyncio.sleep(2 * QUIET.total_seconds())
    assert listener.answered.empty()
    # A picture that another process had in its hands.
    await come(database, "one", 2)
    async with database.transaction() as db:
        (await db.get_one(StoredUpdate, (1, 5))).state = UpdateState.DONE
    assert await next_of(listener) == ("one", 2)
