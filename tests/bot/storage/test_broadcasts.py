from __future__ import annotations

import pytest

from bot.storage import broadcasts
from bot.storage.broadcasts import Outcome
from bot.storage.database import Database
from bot.storage.models.admin import Broadcast
from bot.storage.models.people import User
from bot.storage.moments import now


@pytest.fixture
async def people(database: Database) -> None:
    """Five people, of whom 2 has blocked the bot and 4 is shut out."""
    async with database.transaction() as db:
        for number in range(1, 6):
            blocked_at, banned_at = (now() if number == 2 else None), (now() if number == 4 else None)
            db.add(User(id=number, first_name=f"P{number}", blocked_at=blocked_at, banned_at=banned_at))


async def begin(database: Database, message_id: int = 10) -> Broadcast:
    async with database.transaction() as db:
        return await broadcasts.begin(db, 1, 1, message_id)


@pytest.mark.usefixtures("people")
async def test_everybody_has_a_turn_but_those_who_blocked_the_bot_or_are_shut_out(database: Database) -> None:
    current: Broadcast | None = await begin(database)
    reached = []
    while current is not None:
        async with database.transaction() as db:
            receiver = await broadcasts.next_receiver(db, current)
            if receiver is None:
                break
            reached.append((receiver, await broadcasts.count_left(db, current.reached_up_to)))
            current = await broadcasts.note(db, current.id, receiver, Outcome.SENT)
    assert reached == [(1, 3), (3, 2), (5, 1)]
    assert current is not None
    assert (current.sent, current.blocked, current.failed) == (3, 0, 0)


@pytest.mark.usefixtures("people")
async def test_who_has_blocked_the_bot_is_marked(database: Database) -> None:
    broadcast = await begin(database)
    async with database.transaction() as db:
        noted = await broadcasts.note(db, broadcast.id, 1, Outcome.BLOCKED)
        assert noted is not None
        assert (noted.blocked, noted.reached_up_to) == (1, 1)
    async with database.snapshot() as db:
        assert (await db.get_one(User, 1)).blocked_at is not None


@pytest.mark.usefixtures("people")
async def test_a_broadcast_that_was_stopped_takes_no_notes_and_is_not_taken_up(database: Database) -> None:
    broadcast = await begin(database)
    async with database.transaction() as db:
        await broadcasts.finish(db, broadcast.id)
    async with database.transaction() as db:
        assert await broadcasts.note(db, broadcast.id, 1, Outcome.SENT) is None
        assert await broadcasts.unfinished(db) is None


async def test_the_same_message_is_one_broadcast(database: Database) -> None:
    first, again, other = [(await begin(database, number)).id for number in (10, 10, 11)]
    assert first == again != other
    async with database.snapshot() as db:
        unfinished = await broadcasts.unfinished(db)
        assert unfinished is not None
        assert unfinished.id == first


async def test_only_one_process_sends_until_it_dies(database: Database) -> None:
    async def may_send(owner: str, seconds: float = 30) -> bool:
        async with database.transaction() as db:
            return await broadcasts.become_sender(db, owner, seconds)

    assert [await may_send("a"), await may_send("b"), await may_send("a", -1), await may_send("b")] == [
        True,
        False,
        True,
        True,
    ]
