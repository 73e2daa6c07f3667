import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import update as change
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.intake import KEPT_FOR, MAX_ATTEMPTS, Intake
from bot.storage import database as database_module
from bot.storage.database import Database, DatabaseAway
from bot.storage.models.updates import StoredUpdate, UpdateState
from bot.storage.moments import now
from tests.databases import BACKENDS
from tests.proxy import Proxy

BOT_ID = 4242
# What another version of Easel or of the Bot API may have left: a button that lacks fields.
UNREADABLE = {"update_id": 1, "callback_query": {"id": "1"}}


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def message(update_id: int, chat_id: int = 7, text: str = "hello") -> Update:
    chat = {"id": chat_id, "type": "private", "first_name": "Anna"}
    sender = {"id": chat_id, "is_bot": False, "first_name": "Anna"}
    fields = {"message_id": update_id, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text}
    update = Update.de_json({"update_id": update_id, "message": fields}, bot())
    assert update is not None
    return update


def bot() -> Bot:
    return Bot(f"{BOT_ID}:test")


async def stored(database: Database) -> dict[int, UpdateState]:
    async with database.snapshot() as db:
        rows = await db.scalars(select(StoredUpdate))
        return {row.update_id: row.state for row in rows}


def queued(intake: Intake) -> list[Any]:
    return [intake.get_nowait() for _ in range(intake.qsize())]


async def test_an_update_is_in_the_database_before_it_counts_as_taken(database: Database) -> None:
    await Intake(database, BOT_ID).put(message(1))
    assert await stored(database) == {1: UpdateState.PENDING}


async def test_what_was_not_handled_comes_again_in_order_and_whole(database: Database) -> None:
    before = Intake(database, BOT_ID)
    for number in (3, 1, 2):
        await before.put(message(number, text=f"text {number}"))
    await before.finish(message(2))

    after = Intake(database, BOT_ID)
    assert await after.recover(bot()) == 2

    updates = queued(after)
    assert [update.update_id for update in updates] == [1, 3]
    assert updates[1].to_dict() == message(3, text="text 3").to_dict()


async def test_an_update_that_telegram_repeats_is_handled_once(database: Database) -> None:
    before = Intake(database, BOT_ID)
    await before.put(message(1))
    await before.put(message(1))
    assert len(queued(before)) == 1

    after = Intake(database, BOT_ID)
    await after.recover(bot())
    await after.put(message(1))
    assert len(queued(after)) == 1

    await after.finish(message(1))
    await after.put(message(1))
    assert queued(after) == []


async def test_another_bots_updates_are_not_ours(database: Database) -> None:
    await Intake(database, 1).put(message(1))
    ours = Intake(database, BOT_ID)
    assert await ours.recover(bot()) == 0
    await ours.put(message(1))
    assert len(queued(ours)) == 1


async def test_an_update_that_kills_the_bot_is_set_aside(database: Database) -> None:
    await Intake(database, BOT_ID).put(message(1))
    begun = []
    for _ in range(MAX_ATTEMPTS):
        intake = Intake(database, BOT_ID)
        await intake.recover(bot())
        begun.append(await intake.begin(message(1)))
    assert begun == [True] * (MAX_ATTEMPTS - 1) + [False]


async def test_waiting_in_line_while_the_bot_dies_is_no_update_s_fault(database: Database) -> None:
    await Intake(database, BOT_ID).put(message(1))
    for _ in range(MAX_ATTEMPTS + 1):
        intake = Intake(database, BOT_ID)
        await intake.recover(bot())
    assert await intake.begin(message(1))


async def test_a_failure_is_kept_for_the_maintainer(database: Database) -> None:
    intake = Intake(database, BOT_ID)
    await intake.put(message(1))
    await intake.finish(message(1), ValueError("no such style"))
    async with database.snapshot() as db:
        row = await db.get_one(StoredUpdate, (BOT_ID, 1))
    assert (row.state, row.error) == (UpdateState.FAILED, "ValueError: no such style")


async def test_what_cannot_be_restored_has_failed_and_holds_up_nothing(database: Database) -> None:
    before = Intake(database, BOT_ID)
    for number in (1, 2, 3):
        await before.put(message(number))
    async with database.transaction() as db:
        await db.execute(change(StoredUpdate).where(StoredUpdate.update_id == 1).values(payload=UNREADABLE))
    after = Intake(database, BOT_ID)
    await after.recover(bot())
    assert [update.update_id for update in queued(after)] == [2, 3]
    async with database.snapshot() as db:
        row = await db.get_one(StoredUpdate, (BOT_ID, 1))
    assert (row.state, row.payload) == (UpdateState.FAILED, UNREADABLE)
    assert row.error is not None
    assert "chat_instance" in row.error


async def test_old_updates_are_forgotten_but_never_unhandled_ones(database: Database) -> None:
    intake = Intake(database, BOT_ID)
    for number in (1, 2, 3):
        await intake.put(message(number))
    await intake.finish(message(1))
    await intake.finish(message(3))
    async with database.transaction() as db:
        old = now() - KEPT_FOR - timedelta(hours=1)
        await db.execute(change(StoredUpdate).where(StoredUpdate.update_id < 3).values(received_at=old))

    await Intake(database, BOT_ID).recover(bot())

    assert await stored(database) == {2: UpdateState.PENDING, 3: UpdateState.DONE}


async def test_while_the_database_fails_nothing_is_confirmed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake(database, BOT_ID)

    def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(database, "transaction", fail)
        # Of Telegram's kind, since any other error would end the Updater's polling for good.
        with pytest.raises(TelegramError):
            await intake.put(message(1))
    assert queued(intake) == []
    await intake.put(message(1))
    assert len(queued(intake)) == 1


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_an_outage_loses_no_update_and_handles_none_twice(
    remote: Database, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RETRY_S", 0.02)
    intake = Intake(remote, BOT_ID)
    await intake.put(message(1))
    await proxy.close()
    with pytest.raises(TelegramError):
        await intake.put(message(2))
    finishing = asyncio.create_task(intake.finish(message(1)))
    waiting = asyncio.create_task(intake.database_back())
    await asyncio.wait([finishing, waiting], timeout=0.2)
    assert not finishing.done()
    assert not waiting.done()
    await proxy.open()
    await asyncio.wait_for(asyncio.gather(finishing, waiting), 10)
    await intake.put(message(2))
    assert await stored(remote) == {1: UpdateState.DONE, 2: UpdateState.PENDING}


async def test_an_update_whose_commit_was_not_confirmed_is_handled_when_it_comes_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, transaction = Intake(database, BOT_ID), database.transaction

    @asynccontextmanager
    async def unconfirmed() -> AsyncIterator[AsyncSession]:
        async with transaction() as db:
            yield db
        raise DatabaseAway("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(database, "transaction", unconfirmed)
        with pytest.raises(TelegramError):
            await intake.put(message(1))
    assert await stored(database) == {1: UpdateState.PENDING}
    for _ in range(2):
        await intake.put(message(1))
    assert len(queued(intake)) == 1


async def test_what_is_no_update_passes_through(database: Database) -> None:
    intake = Intake(database, BOT_ID)
    signal = object()
    await intake.put(signal)
    assert await asyncio.wait_for(intake.get(), 1) is signal


async def test_what_people_said_is_kept_only_until_it_is_handled_or_where_that_failed(database: Database) -> None:
    intake = Intake(database, BOT_ID)
    for number in (1, 2, 3):
        await intake.put(message(number, text="a secret"))
    await intake.finish(message(1))
    await intake.finish(message(2), KeyError("x"))
    async with database.snapshot() as db:
        rows = await db.scalars(select(StoredUpdate).order_by(StoredUpdate.update_id))
        assert ["secret" in str(row.payload) for row in rows] == [False, True, True]
