import asyncio
import contextlib
import gc
import time

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import User as TelegramUser

from bot.storage import database as database_module
from bot.storage import people
from bot.storage.database import Database, DatabaseAway, insert_or_replace
from bot.storage.models.admin import Switch
from bot.storage.models.people import ChatSession, User
from tests.proxy import Proxy

ONLY_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
ONLY_POSTGRESQL = pytest.mark.parametrize("backend", ["postgresql"])


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            db.add(User(id=1, first_name="Ada"))
            await db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.snapshot() as db:
        assert await db.get(User, 1) is None


@ONLY_SQLITE
async def test_writers_that_read_first_do_not_lose_each_others_changes(database: Database) -> None:
    # Two engines, as two processes have: the lock within one must not be what makes this work.
    other = Database(str(database.url))
    async with database.transaction() as db:
        db.add(User(id=1, first_name="0"))

    async def count_up(base: Database) -> None:
        for _ in range(10):
            async with base.transaction() as db:
                user = await db.get_one(User, 1)
                user.first_name = str(int(user.first_name) + 1)

    await asyncio.gather(*(count_up(base) for base in (database, other) for _ in range(3)))

    await other.close()
    async with database.snapshot() as db:
        assert (await db.get_one(User, 1)).first_name == "60"


async def test_what_one_person_does_in_two_chats_at_once_comes_one_after_the_other(database: Database) -> None:
    ada = TelegramUser(1, "Ada", is_bot=False)
    other = Database(str(database.url))

    async def count_up(base: Database) -> None:
        for _ in range(5):
            async with base.transaction() as db:
                user = await people.remember_user(db, ada)
                user.chosen_language = str(int(user.chosen_language or 0) + 1)

    await asyncio.gather(*(count_up(base) for base in (database, other) for _ in range(3)))

    await other.close()
    async with database.snapshot() as db:
        assert (await db.get_one(User, 1)).chosen_language == "30"


async def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.transaction() as writing:
        writing.add(User(id=1, first_name="Ada"))
        await writing.flush()
        async with asyncio.timeout(5), database.snapshot() as reading:
            assert await reading.scalar(select(func.count()).select_from(User)) == 0


async def test_a_snapshot_is_of_one_moment(database: Database) -> None:
    count = select(func.count()).select_from(User)
    async with database.snapshot() as reading:
        assert await reading.scalar(count) == 0
        async with database.transaction() as db:
            db.add(User(id=1, first_name="Ada"))
        assert await reading.scalar(count) == 0
    async with database.snapshot() as reading:
        assert await reading.scalar(count) == 1


async def test_a_session_needs_a_person(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as db:
            db.add(ChatSession(chat_id=1, user_id=404))


async def test_whoever_writes_the_same_row_at_the_same_time_replaces_it(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as db:
            await insert_or_replace(db, Switch, name="greeting", value={"number": number})
            seen = await db.get_one(Switch, "greeting")
            assert seen.value == {"number": number}

    await asyncio.gather(*map(write, range(8)))
    async with database.transaction() as db:
        known = await db.get_one(Switch, "greeting")
        await insert_or_replace(db, Switch, name="greeting", value={"number": 9})
        assert known.value == {"number": 9}


@ONLY_SQLITE
async def test_a_commit_survives_a_power_cut(database: Database) -> None:
    # What the promise to Telegram rests on: in write-ahead mode 2 (FULL) syncs each commit, 1 (NORMAL) does not.
    async with database.transaction() as db:
        assert await db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await db.scalar(text("PRAGMA synchronous")) == 2


async def test_what_people_have_said_is_in_no_error(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with database.transaction() as db:
            await db.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "a secret"})
    assert "a secret" not in str(failed.value)


async def count_people(database: Database) -> int:
    async with database.snapshot() as db:
        return await db.scalar(select(func.count()).select_from(User)) or 0


@ONLY_POSTGRESQL
async def test_a_server_that_goes_away_and_comes_back_is_found_again(remote: Database, proxy: Proxy) -> None:
    assert await count_people(remote) == 0
    await proxy.close()
    for _ in range(2):
        with pytest.raises(DatabaseAway):
            await count_people(remote)
    await proxy.open()
    assert await count_people(remote) == 0


@ONLY_POSTGRESQL
async def test_a_connection_that_breaks_in_the_middle_is_an_outage(remote: Database, proxy: Proxy) -> None:
    async def write() -> None:
        async with remote.transaction() as db:
            db.add(User(id=1, first_name="Ada"))
            await db.flush()
            await proxy.close()

    with pytest.raises(DatabaseAway):
        await write()
    await proxy.open()
    assert await count_people(remote) == 0


@ONLY_POSTGRESQL
async def test_connections_that_the_server_has_closed_meanwhile_are_replaced(
    database: Database, remote: Database
) -> None:
    await count_people(remote)
    async with database.transaction() as db:
        others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
        await db.execute(text(f"{others} AND pid <> pg_backend_pid()"))
    # The goodbye is on its way.
    await asyncio.sleep(0.1)
    assert await count_people(remote) == 0


@ONLY_POSTGRESQL
async def test_a_server_that_says_nothing_at_all_is_away(
    database: Database, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "ANSWER_TIMEOUT_S", 0.2)
    monkeypatch.setattr(database_module, "CONNECT_TIMEOUT_S", 0.2)
    remote = Database(proxy.url(database.url))

    async def read() -> None:
        async with remote.snapshot() as db:
            proxy.hang()
            await db.execute(select(User))

    with pytest.raises(DatabaseAway):
        await read()
    with pytest.raises(DatabaseAway):
        await count_people(remote)
    proxy.go_on()
    assert await count_people(remote) == 0
    await remote.close()


@ONLY_POSTGRESQL
async def test_what_is_wrong_for_good_is_no_outage(database: Database) -> None:
    with pytest.raises(ProgrammingError):
        async with database.transaction() as db:
            await db.execute(text("SELECT * FROM nowhere"))


@ONLY_POSTGRESQL
async def test_what_has_happened_already_is_written_once_the_database_is_back(
    remote: Database, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RETRY_S", 0.02)

    async def write(db: AsyncSession) -> int:
        db.add(User(id=1, first_name="Ada"))
        await db.flush()
        return 5

    await proxy.close()
    writing = asyncio.create_task(remote.persist(write))
    await asyncio.wait([writing], timeout=0.2)
    assert not writing.done()
    await proxy.open()
    assert await asyncio.wait_for(writing, 10) == 5
    assert await count_people(remote) == 1


async def test_what_is_wrong_for_good_is_not_tried_again(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.persist(lambda db: db.execute(text("SELECT * FROM nowhere")))


async def test_a_task_that_is_cancelled_in_the_middle_of_writing_leaves_no_lock(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 1.0)
    other = Database(str(database.url))
    async with database.transaction() as db:
        db.add(User(id=1, first_name="Ada"))

    async def write(base: Database) -> None:
        async with base.transaction() as db:
            for number in range(5):
                # Rows come back, which nobody has fetched yet when the task is cancelled.
                changed = update(User).values(first_name=str(number)).returning(User.id)
                assert list(await db.scalars(changed)) == [1]

    started = time.monotonic()
    await write(database)
    takes, cancelled = time.monotonic() - started, []
    gc.disable()
    try:
        for part in range(60):
            task = asyncio.create_task(write(database))
            await asyncio.sleep(takes * part / 60)
            task.cancel()
            # Kept, and what it held: as a task is that somebody looks at later, or garbage that is not collected yet.
            cancelled.append(task)
            with contextlib.suppress(asyncio.CancelledError):
                await task
            async with asyncio.timeout(5):
                await write(other)
    finally:
        gc.enable()
    assert any(task.cancelled() for task in cancelled)
    await other.close()


async def test_a_task_that_is_cancelled_at_the_database_ends_as_cancelled(database: Database) -> None:
    async def read_on() -> None:
        while True:
            async with database.snapshot() as db:
                await db.execute(select(User))

    for turns in range(30):
        task = asyncio.create_task(read_on())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # A connection that was being made is closed by its own thread, which still reports to this loop.
        await asyncio.sleep(0.01)
