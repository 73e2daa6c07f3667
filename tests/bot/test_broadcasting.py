from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot import broadcasting
from bot.broadcasting import Broadcaster
from bot.storage import broadcasts
from bot.storage.database import Database
from bot.storage.models.admin import Broadcast
from bot.storage.models.people import User
from bot.storage.moments import now
from tests.proxy import Proxy

ADMIN = 1
PATIENCE_S = 20.0


class Mailbox:
    """The calls of a bot, of which some fail: `errors` by receiver, one for each try; `refusal` of each report."""

    def __init__(self, refusal: TelegramError | None = None, **errors: list[TelegramError]) -> None:
        self.refusal = refusal
        self.copies: list[int] = []
        self.reports: list[str] = []
        self.errors = {int(name.removeprefix("p")): some for name, some in errors.items()}

    async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
        assert (chat_id, message_id) == (ADMIN, 40)
        if self.errors.get(receiver):
            raise self.errors[receiver].pop(0)
        self.copies.append(receiver)

    async def send_message(self, chat_id: int, text: str, *_: Any) -> None:
        assert chat_id == ADMIN
        self.reports.append(text)
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POLL_S", "PAUSE_S"):
        monkeypatch.setattr(broadcasting, name, 0.01)


@pytest.fixture
async def broadcast(database: Database) -> Broadcast:
    """A broadcast to five people, of whom the fourth is shut out."""
    async with database.transaction() as db:
        for number in range(1, 6):
            db.add(User(id=number, first_name=f"P{number}", banned_at=now() if number == 4 else None))
        return await broadcasts.begin(db, ADMIN, ADMIN, 40)


@asynccontextmanager
async def sending(database: Database, mailbox: Mailbox) -> AsyncIterator[None]:
    broadcaster = Broadcaster(mailbox, database, messages_per_second=100_000)  # type: ignore[arg-type]
    task = asyncio.create_task(broadcaster.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def finished(database: Database, broadcast: Broadcast) -> Broadcast:
    """Wait until it is over."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with database.snapshot() as db:
                row = await db.get_one(Broadcast, broadcast.id)
            if row.finished_at is not None:
                return row
            await asyncio.sleep(0.01)


def figures(broadcast: Broadcast) -> tuple[int, int, int]:
    return broadcast.sent, broadcast.blocked, broadcast.failed


async def test_everybody_gets_it_once_and_the_admin_a_report(database: Database, broadcast: Broadcast) -> None:
    mailbox = Mailbox()
    async with sending(database, mailbox):
        over = await finished(database, broadcast)
    assert mailbox.copies == [1, 2, 3, 5]
    assert figures(over) == (4, 0, 0)
    assert [report.partition("</b> ")[2] for report in mailbox.reports] == ["4 sent, 0 had blocked me, 0 failed."]


async def test_who_cannot_be_reached_is_passed_over(database: Database, broadcast: Broadcast) -> None:
    mailbox = Mailbox(p1=[Forbidden("bot was blocked by the user")], p2=[BadRequest("chat not found")], p3=[TimedOut()])
    async with sending(database, mailbox):
        over = await finished(database, broadcast)
    assert mailbox.copies == [5]
    assert figures(over) == (1, 1, 2)
    async with database.snapshot() as db:
        assert [(await db.get_one(User, number)).blocked_at is not None for number in (1, 2, 3)] == [True, False, False]


async def test_after_a_failure_that_passes_the_same_person_is_tried_again(
    database: Database, broadcast: Broadcast
) -> None:
    mailbox = Mailbox(p2=[NetworkError("down"), RetryAfter(0), NetworkError("down")])
    async with sending(database, mailbox):
        over = await finished(database, broadcast)
    assert mailbox.copies == [1, 2, 3, 5]
    assert figures(over) == (4, 0, 0)


async def test_another_process_goes_on_where_one_died(
    database: Database, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LEASE_S", 0.5)
    arrived = asyncio.Event()

    class Hanging(Mailbox):
        async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
            if receiver == 3:
                arrived.set()
                await asyncio.Event().wait()
            await super().copy_message(receiver, chat_id, message_id)

    first, second = Hanging(), Mailbox()
    async with sending(database, first):
        async with asyncio.timeout(PATIENCE_S):
            await arrived.wait()
    async with sending(database, second):
        over = await finished(database, broadcast)
    assert (first.copies, second.copies) == ([1, 2], [3, 5])
    assert figures(over) == (4, 0, 0)
    assert len(second.reports) == 1


async def test_two_processes_send_it_once(database: Database, broadcast: Broadcast) -> None:
    first, second = Mailbox(), Mailbox()
    async with sending(database, first), sending(database, second):
        await finished(database, broadcast)
    assert sorted(first.copies + second.copies) == [1, 2, 3, 5]


async def test_a_message_may_be_put_off_for_longer_than_a_lease(
    database: Database, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LEASE_S", 0.4)

    class Slow(Mailbox):
        async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
            if receiver == 2:
                await asyncio.sleep(1.5)
            await super().copy_message(receiver, chat_id, message_id)

    first, second = Slow(), Slow()
    async with sending(database, first), sending(database, second):
        await finished(database, broadcast)
    assert sorted(first.copies + second.copies) == [1, 2, 3, 5]
    assert len(first.reports + second.reports) == 1


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("silent", [False, True])
async def test_who_alone_has_lost_the_database_stops_before_another_goes_on(
    database: Database,
    remote: Database,
    proxy: Proxy,
    broadcast: Broadcast,
    silent: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broadcasting, "LEASE_S", 0.6)
    arrived, given_up = asyncio.Event(), asyncio.Event()

    class PutOff(Mailbox):
        async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
            if receiver == 2:
                arrived.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    given_up.set()
            await super().copy_message(receiver, chat_id, message_id)

    class Next(Mailbox):
        async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
            assert given_up.is_set()
            await super().copy_message(receiver, chat_id, message_id)

    first, second = PutOff(), Next()
    async with sending(remote, first):
        await asyncio.wait_for(arrived.wait(), PATIENCE_S)
        if silent:
            proxy.hang()
        else:
            await proxy.close()
        async with sending(database, second):
            over = await finished(database, broadcast)
        proxy.go_on()
    assert (first.copies, second.copies) == ([1], [2, 3, 5])
    assert figures(over) == (4, 0, 0)


async def test_it_ends_when_it_is_stopped(database: Database, broadcast: Broadcast) -> None:
    class Stopping(Mailbox):
        async def copy_message(self, receiver: int, chat_id: int, message_id: int) -> None:
            await super().copy_message(receiver, chat_id, message_id)
            if receiver == 2:
                async with database.transaction() as db:
                    await broadcasts.finish(db, broadcast.id)

    mailbox = Stopping()
    async with sending(database, mailbox):
        await finished(database, broadcast)
        async with database.transaction() as db:
            other = await broadcasts.begin(db, ADMIN, ADMIN, 41)
            other.message_id = 40
        # The next one has its turn, so the first has been let go.
        await finished(database, other)
    assert mailbox.copies == [1, 2, 1, 2, 3, 5]
    assert len(mailbox.reports) == 1


async def test_it_ends_when_its_message_is_gone(database: Database, broadcast: Broadcast) -> None:
    mailbox = Mailbox(p2=[BadRequest("Message to copy not found")])
    async with sending(database, mailbox):
        over = await finished(database, broadcast)
    assert mailbox.copies == [1]
    assert figures(over) == (1, 0, 0)
    assert len(mailbox.reports) == 1


@pytest.mark.parametrize("refusal", [Forbidden("bot was blocked by the user"), BadRequest("chat not found")])
async def test_it_is_over_though_its_admin_is_gone(
    database: Database, broadcast: Broadcast, refusal: TelegramError
) -> None:
    mailbox = Mailbox(refusal)
    async with sending(database, mailbox):
        assert figures(await finished(database, broadcast)) == (4, 0, 0)
    assert len(mailbox.reports) == 1
