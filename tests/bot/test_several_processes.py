"""Several processes of the bot on one PostgreSQL, here within this one: each update once, and each chat's in order."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import event, select
from telegram import Update

from bot import intake as module
from bot.intake import MAX_ATTEMPTS, Intake, UpdateTaken
from bot.ordering import ChatOrder
from bot.storage import updates
from bot.storage.clock import FromNow
from bot.storage.database import Database
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.bot.test_intake import BOT_ID, UNREADABLE, bot, message, queued, stored
from tests.databases import BACKENDS

# Of tests that wait for one to lapse, and of those in which none does.
SHORT_S = 0.6
LONG_S = 60.0
PATIENCE_S = 20.0

Handler = Callable[[Update], Awaitable[None]]


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture(autouse=True)
def haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.3)


class Process:
    """What a process of the bot does with updates: `put` one to it as Telegram does; `handle` is its handlers."""

    def __init__(self, database: Database, place: str, handle: Handler, lease_seconds: float) -> None:
        # Connections of its own.
        self._database = Database(database.url.render_as_string(hide_password=False))
        self.intake = Intake(self._database, BOT_ID, place=f"{place}:", lease_seconds=lease_seconds)
        self._order = ChatOrder(self.intake, 64)
        self._handle = handle
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self.intake.recover(bot())
        for work in (self.intake.keep(bot()), self._consume()):
            self._tasks.add(asyncio.create_task(work))

    async def put(self, update: Update) -> None:
        await self.intake.put(update)

    async def kill(self) -> None:
        """Stop everything where it is."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._database.close()

    async def _consume(self) -> None:
        while True:
            update = await self.intake.get()
            assert isinstance(update, Update)
            self._tasks.add(asyncio.create_task(self._order.process_update(update, self._handle(update))))


@asynccontextmanager
async def process(
    database: Database, place: str, handle: Handler, lease_seconds: float = LONG_S
) -> AsyncIterator[Process]:
    one = Process(database, place, handle, lease_seconds)
    await one.start()
    try:
        yield one
    finally:
        await one.kill()


class Chats:
    """Handlers that take a moment, and notice whether two are at one chat."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.handled: dict[int, list[int]] = defaultdict(list)
        self.overlaps: list[int] = []
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self._seconds = seconds
        self._at_work: set[int] = set()

    async def handle(self, update: Update) -> None:
        assert update.effective_chat is not None
        chat = update.effective_chat.id
        if chat in self._at_work:
            self.overlaps.append(update.update_id)
        self._at_work.add(chat)
        self.begun.put_nowait(update.update_id)
        try:
            await asyncio.sleep(self._seconds)
            self.handled[chat].append(update.update_id)
        finally:
            self._at_work.discard(chat)


async def all_handled(database: Database, count: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            states = await stored(database)
            if len(states) == count and set(states.values()) == {UpdateState.DONE}:
                return
            await asyncio.sleep(0.02)


async def never(update: Update) -> None:
    raise AssertionError(f"update {update.update_id} is not this process's")


async def stuck(update: Update) -> None:
    await asyncio.Event().wait()


def by_chat(sent: Iterable[Update]) -> dict[int, list[int]]:
    chats: dict[int, list[int]] = defaultdict(list)
    for update in sent:
        assert update.effective_chat is not None
        chats[update.effective_chat.id].append(update.update_id)
    return chats


async def test_a_process_that_starts_leaves_alone_what_a_living_one_is_at(database: Database) -> None:
    chats, others = Chats(seconds=3 * SHORT_S), Chats()
    async with process(database, "b", others.handle, SHORT_S), process(database, "a", chats.handle, SHORT_S) as first:
        await first.put(message(1))
        await chats.begun.get()
        # Its lease would have lapsed three times meanwhile.
        async with process(database, "c", others.handle, SHORT_S):
            await all_handled(database, 1)
    assert chats.handled == {7: [1]}
    assert others.handled == {}


async def test_a_chat_sprayed_over_processes_is_handled_in_order(database: Database) -> None:
    chats, spray = Chats(seconds=0.003), random.Random(3)
    sent = [message(number, chat_id=spray.randrange(1, 7)) for number in range(1, 121)]
    async with AsyncExitStack() as stack:
        processes = [
            await stack.enter_async_context(process(database, place, chats.handle)) for place in ("a", "b", "c")
        ]

        async def write(updates: list[Update]) -> None:
            # As Telegram does: the next one of a chat once this one is confirmed.
            for update in updates:
                await spray.choice(processes).put(update)

        of_chats = by_chat(sent)
        numbered = {update.update_id: update for update in sent}
        await asyncio.gather(*(write([numbered[number] for number in numbers]) for numbers in of_chats.values()))
        await all_handled(database, len(sent))
    assert chats.handled == of_chats
    assert chats.overlaps == []


async def test_what_comes_at_the_same_moment_is_not_handled_at_the_same_moment(database: Database) -> None:
    chats = Chats(seconds=0.1)
    async with process(database, "a", chats.handle) as first, process(database, "b", chats.handle) as second:
        for number in range(1, 40, 2):
            # Of a chat in which nothing is going on.
            pair = [message(number, chat_id=number), message(number + 1, chat_id=number)]
            await asyncio.gather(*(one.put(update) for one, update in zip((first, second), pair, strict=True)))
        await all_handled(database, 40)
    assert {chat: sorted(handled) for chat, handled in chats.handled.items()} == {
        n: [n, n + 1] for n in range(1, 40, 2)
    }
    assert chats.overlaps == []


async def test_what_a_process_left_is_taken_up_once_its_lease_has_lapsed(database: Database) -> None:
    chats = Chats()
    async with process(database, "a", stuck, SHORT_S) as first:
        for number in (1, 2, 3):
            await first.put(message(number))
        await first.put(message(4, chat_id=8))
        async with process(database, "b", chats.handle, SHORT_S) as second:
            await asyncio.sleep(0.1)
            await first.kill()
            killed = time.monotonic()
            # It goes to the dead one, and is taken over in its turn.
            await second.put(message(5))
            assert chats.handled == {}
            await all_handled(database, 5)
    assert chats.handled == {7: [1, 2, 3, 5], 8: [4]}
    assert chats.overlaps == []
    assert time.monotonic() - killed < 3 * SHORT_S


async def test_what_died_in_the_same_place_is_taken_up_at_once(database: Database) -> None:
    async with process(database, "a", stuck) as first, process(database, "other", stuck) as other:
        await first.put(message(1))
        await other.put(message(2, chat_id=8))
        await first.kill()
        chats = Chats()
        async with process(database, "a", chats.handle) as again:
            await asyncio.wait_for(chats.begun.get(), 5)
            # The last of its chat to come is the last to be handled.
            await again.put(message(3))
            await asyncio.wait_for(chats.begun.get(), 5)
    assert chats.handled[7][0] == 1


async def test_of_several_only_one_takes_over(database: Database) -> None:
    chats = Chats(seconds=0.01)
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(process(database, "a", stuck, SHORT_S))
        for number in range(1, 41):
            await first.put(message(number, chat_id=number % 5))
        await first.kill()
        for place in "bcd":
            await stack.enter_async_context(process(database, place, chats.handle, SHORT_S))
        await all_handled(database, 40)
    assert chats.handled == by_chat(message(number, chat_id=number % 5) for number in range(1, 41))
    assert chats.overlaps == []


async def test_very_many_are_taken_over_bit_by_bit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "LINES_AT_ONCE", 2)
    before = Intake(database, BOT_ID)
    for number in range(1, 8):
        await before.put(message(number, chat_id=number))
    assert await Intake(database, BOT_ID).recover(bot()) == 7


async def test_who_hung_handles_nothing_that_was_taken_over(database: Database) -> None:
    hung = Intake(database, BOT_ID, place="a:", lease_seconds=0.2)
    for number in (1, 2):
        await hung.put(message(number))
    assert await hung.begin(message(1))
    chats = Chats()
    async with process(database, "b", chats.handle, 0.2):
        await all_handled(database, 2)
        await hung.finish(message(1), ValueError("too late"))
        with pytest.raises(UpdateTaken):
            await hung.begin(message(2))
    assert chats.handled == {7: [1, 2]}
    assert await stored(database) == {1: UpdateState.DONE, 2: UpdateState.DONE}


async def test_who_hung_goes_on_where_nobody_has_taken_over(database: Database) -> None:
    hung = Intake(database, BOT_ID, place="a:", lease_seconds=0.1)
    await hung.put(message(1))
    await asyncio.sleep(0.2)
    assert await hung.begin(message(1))
    await hung.finish(message(1))
    assert await stored(database) == {1: UpdateState.DONE}


async def test_what_others_have_stored_for_a_process_comes_before_what_it_gets_itself(database: Database) -> None:
    owner, other = (Intake(database, BOT_ID, place=f"{place}:") for place in "ab")
    await owner.put(message(1))
    await other.put(message(2))
    await owner.put(message(3))
    # By news alone it might come too late.
    assert [update.update_id for update in queued(owner)] == [1, 2, 3]
    assert queued(other) == []


async def test_an_update_that_telegram_repeats_to_another_process_is_handled_once(database: Database) -> None:
    chats = Chats(seconds=0.1)
    async with process(database, "a", chats.handle) as first, process(database, "b", never) as second:
        for one in (first, second, second, first):
            await one.put(message(1))
        await all_handled(database, 1)
        await second.put(message(1))
        await asyncio.sleep(0.2)
    assert chats.handled == {7: [1]}


async def test_who_stops_in_good_order_leaves_what_is_not_begun_at_once(database: Database) -> None:
    first = Intake(database, BOT_ID, place="a:")
    await first.put(message(1))
    chats = Chats()
    async with process(database, "b", chats.handle):
        await first.release()
        await all_handled(database, 1)
    assert chats.handled == {7: [1]}


async def test_what_was_left_in_good_order_is_taken_by_who_starts_anywhere(database: Database) -> None:
    first = Intake(database, BOT_ID, place="a:")
    for number in (1, 2):
        await first.put(message(number))
    await first.release()
    again = Intake(database, BOT_ID, place="b:")
    assert await again.recover(bot()) == 2
    assert [update.update_id for update in queued(again)] == [1, 2]


async def test_what_was_left_in_good_order_comes_before_what_is_new_of_its_chat(database: Database) -> None:
    first, second = Intake(database, BOT_ID, place="a:"), Intake(database, BOT_ID, place="b:")
    for number in (1, 2):
        await first.put(message(number))
    await first.release()
    await second.put(message(3))
    assert [update.update_id for update in queued(second)] == [1, 2, 3]
    # And is nobody else's then.
    assert await Intake(database, BOT_ID, place="c:").recover(bot()) == 0


async def test_what_has_been_left_is_not_handled_all_the_same(database: Database) -> None:
    first = Intake(database, BOT_ID, place="a:")
    await first.put(message(1))
    await first.release()
    with pytest.raises(UpdateTaken):
        await first.begin(message(1))


async def test_very_many_are_left_bit_by_bit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "LINES_AT_ONCE", 2)
    first = Intake(database, BOT_ID, place="a:")
    for number in range(1, 8):
        await first.put(message(number, chat_id=number))
    await first.release()
    assert await Intake(database, BOT_ID, place="b:").recover(bot()) == 7


async def test_nothing_that_comes_while_a_process_leaves_is_left_with_it(database: Database) -> None:
    first = Intake(database, BOT_ID, place="a:")
    await first.put(message(1))
    async with database.transaction() as db:
        payload = message(2).to_dict()
        new = await updates.store(db, bot_id=BOT_ID, update_id=2, line=7, payload=payload, owner="b:", seconds=LONG_S)
        assert new is not None
        assert new.owner.startswith("a:")
        leaving = asyncio.create_task(first.release())
        await asyncio.wait([leaving], timeout=0.3)
    await leaving
    async with database.snapshot() as db:
        assert list(await db.scalars(select(StoredUpdate.owner))) == [None, None]


async def test_an_update_that_cannot_be_restored_holds_up_no_other(database: Database) -> None:
    chats = Chats()
    async with process(database, "a", chats.handle) as one:
        owner = one.intake._name
        async with database.transaction() as db:
            for number, payload in ((1, UNREADABLE), (2, message(2).to_dict())):
                until = FromNow(LONG_S)
                db.add(
                    StoredUpdate(
                        bot_id=BOT_ID, update_id=number, line=7, payload=payload, owner=owner, leased_until=until
                    )
                )
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if await stored(database) == {1: UpdateState.FAILED, 2: UpdateState.DONE}:
                    break
                await asyncio.sleep(0.02)
    assert chats.handled == {7: [2]}


async def test_who_stops_in_the_middle_keeps_its_lease(database: Database) -> None:
    first = Intake(database, BOT_ID, place="a:")
    await first.put(message(1))
    assert await first.begin(message(1))
    others = Chats()
    async with process(database, "b", others.handle, SHORT_S):
        await first.release()
        await asyncio.sleep(2 * SHORT_S)
    assert others.begun.empty()


async def test_an_update_that_kills_one_process_after_the_other_is_set_aside(database: Database) -> None:
    await Intake(database, BOT_ID, place="0:", lease_seconds=0.01).put(message(1))
    begun = []
    for number in range(1, MAX_ATTEMPTS + 1):
        await asyncio.sleep(0.05)
        one = Intake(database, BOT_ID, place=f"{number}:", lease_seconds=0.01)
        task = asyncio.create_task(one.keep(bot()))
        async with asyncio.timeout(PATIENCE_S):
            update = await one.get()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert isinstance(update, Update)
        begun.append(await one.begin(update))
    assert begun == [True] * (MAX_ATTEMPTS - 1) + [False]


@pytest.mark.parametrize(("backend", "most"), [("sqlite", 2), ("postgresql", 3)])
async def test_the_common_update_costs_few_statements(database: Database, most: int) -> None:
    said: list[str] = []
    event.listen(
        database._engine.sync_engine, "before_cursor_execute", lambda _, __, statement, *___: said.append(statement)
    )
    intake = Intake(database, BOT_ID, place="a:")
    await intake.put(message(1))
    assert await intake.begin(message(1))
    await intake.finish(message(1))
    assert len([one for one in said if not one.startswith(("BEGIN", "PRAGMA"))]) == most, said


@pytest.mark.parametrize("backend", BACKENDS)
async def test_what_has_no_owner_yet_is_taken_by_who_starts(database: Database) -> None:
    async with database.transaction() as db:
        db.add(StoredUpdate(bot_id=BOT_ID, update_id=1, payload=message(1).to_dict()))
    intake = Intake(database, BOT_ID, place="a:")
    assert await intake.recover(bot()) == 1
    (update,) = queued(intake)
    assert await intake.begin(update)
    await intake.finish(update)
    async with database.snapshot() as db:
        assert await db.scalar(select(StoredUpdate.state)) is UpdateState.DONE
