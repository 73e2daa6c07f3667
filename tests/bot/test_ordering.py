import asyncio

import pytest

from bot.intake import Intake
from bot.ordering import Aftermath, ChatOrder, note_failure
from bot.storage.database import Database, DatabaseAway
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.bot.test_intake import BOT_ID, message
from tests.databases import BACKENDS


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Chats(ChatOrder):
    """Stores each update before it is handled, as it has been wherever it comes from the intake."""

    def __init__(self, database: Database, concurrent_chats: int = 8) -> None:
        self.intake = Intake(database, BOT_ID)
        super().__init__(self.intake, concurrent_chats)

    async def receive(self, *numbers: int, chat_id: int = 7) -> None:
        for number in numbers:
            await self.intake.put(message(number, chat_id=chat_id))


async def test_one_chats_updates_are_handled_in_order(database: Database) -> None:
    chats, seen, gate = Chats(database), list[int](), asyncio.Event()
    await chats.receive(1, 2, 3)

    async def handle(number: int) -> None:
        if number == 1:
            await gate.wait()
        seen.append(number)

    tasks = [asyncio.create_task(chats.process_update(message(n, chat_id=7), handle(n))) for n in (1, 2, 3)]
    await asyncio.wait(tasks, timeout=0.1)
    assert seen == []
    gate.set()
    await asyncio.gather(*tasks)
    assert seen == [1, 2, 3]


async def test_a_slow_chat_holds_up_no_other(database: Database) -> None:
    chats, gate = Chats(database), asyncio.Event()
    await chats.receive(*range(1, 20))
    await chats.receive(20, chat_id=8)
    # More updates of one busy chat than chats may be answered at once.
    slow = [asyncio.create_task(chats.process_update(message(n, chat_id=7), gate.wait())) for n in range(1, 20)]
    async with asyncio.timeout(5):
        await chats.process_update(message(20, chat_id=8), asyncio.sleep(0))
    assert not slow[0].done()
    gate.set()
    await asyncio.gather(*slow)


async def test_no_more_chats_at_once_than_allowed(database: Database) -> None:
    chats, at_once, most = Chats(database, concurrent_chats=3), 0, 0
    for number in range(1, 13):
        await chats.receive(number, chat_id=number)

    async def handle() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1

    await asyncio.gather(*(chats.process_update(message(n, chat_id=n), handle()) for n in range(1, 13)))
    assert most == 3


async def test_how_each_update_ended_is_noted(database: Database) -> None:
    chats = Chats(database)

    async def fail() -> None:
        # What the application's error handler does after python-telegram-bot has caught the error.
        note_failure(ValueError("oops"))

    for number, work in ((1, asyncio.sleep(0)), (2, fail())):
        await chats.receive(number, chat_id=number)
        await chats.process_update(message(number, chat_id=number), work)

    async with database.snapshot() as db:
        well, failed = [await db.get_one(StoredUpdate, (BOT_ID, number)) for number in (1, 2)]
    assert (well.state, failed.state) == (UpdateState.DONE, UpdateState.FAILED)
    assert failed.error == "ValueError: oops"


async def test_an_update_that_is_cut_off_stays_to_be_handled_again(database: Database) -> None:
    chats = Chats(database)
    await chats.receive(1, 2)
    task = asyncio.create_task(chats.process_update(message(1), asyncio.Event().wait()))
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait([task])

    async with database.snapshot() as db:
        assert (await db.get_one(StoredUpdate, (BOT_ID, 1))).state is UpdateState.PENDING
    # And the chat goes on.
    async with asyncio.timeout(5):
        await chats.process_update(message(2), asyncio.sleep(0))


async def test_what_the_database_broke_off_is_handled_again_in_its_turn(database: Database) -> None:
    chats, seen = Chats(database), list[int]()
    await chats.receive(1, 2)

    async def handle(number: int) -> None:
        seen.append(number)
        if seen.count(1) < 3:
            note_failure(DatabaseAway("refused"))

    chats.repeat = lambda update: handle(update.update_id)
    tasks = [asyncio.create_task(chats.process_update(message(n), handle(n))) for n in (1, 2)]
    await asyncio.gather(*tasks)
    assert seen == [1, 1, 1, 2]


async def test_what_breaks_off_again_and_again_is_set_aside(database: Database) -> None:
    chats = Chats(database)
    await chats.receive(1)

    async def handle() -> None:
        note_failure(DatabaseAway("too slow"))

    chats.repeat = lambda update: handle()
    await asyncio.wait_for(chats.process_update(message(1), handle()), 10)
    async with database.snapshot() as db:
        row = await db.get_one(StoredUpdate, (BOT_ID, 1))
    assert (row.state, row.error) == (UpdateState.FAILED, "DatabaseAway: too slow")


async def test_what_is_done_about_a_handled_update_has_its_turn_and_its_failure_is_noted(database: Database) -> None:
    chats, seen, gate = Chats(database), list[str](), asyncio.Event()
    await chats.receive(1, 2)
    await chats.process_update(message(1), asyncio.sleep(0))

    async def handle() -> None:
        await gate.wait()
        seen.append("update")

    async def answer() -> None:
        seen.append("aftermath")
        note_failure(ValueError("oops"))

    tasks = [
        asyncio.create_task(chats.process_update(message(2), handle())),
        asyncio.create_task(chats.process_update(Aftermath(message(1)), answer())),
    ]
    await asyncio.wait(tasks, timeout=0.1)
    gate.set()
    await asyncio.gather(*tasks)
    assert seen == ["update", "aftermath"]
    async with database.snapshot() as db:
        states = [(await db.get_one(StoredUpdate, (BOT_ID, number))).state for number in (1, 2)]
    assert states == [UpdateState.FAILED, UpdateState.DONE]


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_what_another_process_has_taken_over_is_not_handled(database: Database) -> None:
    chats, seen = Chats(database), list[int]()
    chats.intake = chats._intake = Intake(database, BOT_ID, place="a:", lease_seconds=0.0)
    await chats.receive(1)
    await Intake(database, BOT_ID).recover(message(1).get_bot())

    async def handle() -> None:
        seen.append(1)

    await chats.process_update(message(1), handle())
    assert seen == []
    async with database.snapshot() as db:
        assert (await db.get_one(StoredUpdate, (BOT_ID, 1))).state is UpdateState.PENDING
