"""Two real processes of the bot behind one webhook, and a worker of its own, on PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import func, select

from bot.local_playground import free_port
from bot.lock import prefix_of_names
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.bot.drawing import encoded, landscape
from tests.easel_process import EaselProcess
from tests.person import Person

LEASE_S = 3.0
PATIENCE_S = 90.0
BUSY_S = 0.3
PEOPLE = 5
PHOTOS = 8


@pytest.fixture
def backend() -> str:
    return "postgresql"


@dataclass
class Pair:
    """The two of them, at one playground, of which the first has the worker."""

    first: EaselProcess
    second: EaselProcess


@asynccontextmanager
async def taking_turns(port: int, behind: list[int]) -> AsyncIterator[Counter[int]]:
    """Pass each request on to the next of the ports `behind` that answers, and count what each has taken."""
    turns, taken = itertools.count(), Counter[int]()
    session = aiohttp.ClientSession()

    async def pass_on(request: web.Request) -> web.Response:
        body, turn = await request.read(), next(turns)
        for number in range(len(behind)):
            there = behind[(turn + number) % len(behind)]
            try:
                async with session.post(
                    f"http://127.0.0.1:{there}{request.path}", data=body, headers=request.headers
                ) as answer:
                    taken[there] += answer.status == 200
                    return web.Response(status=answer.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/{path:.*}", pass_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield taken
    finally:
        await runner.cleanup()
        await session.close()


@pytest.fixture
def ports() -> list[int]:
    """Of what takes turns, and of the two processes."""
    return [free_port(start) for start in (19_600, 19_700, 19_800)]


@pytest.fixture
def pair(database: Database, tmp_path: Path, ports: list[int]) -> Iterator[Pair]:
    def process(name: str, port: int) -> EaselProcess:
        (tmp_path / name).mkdir()
        return EaselProcess(
            tmp_path / name,
            module="tests.stand_in_engine",
            database_url=database.url.render_as_string(hide_password=False),
            public_url=f"http://127.0.0.1:{ports[0]}",
            web_host="127.0.0.1",
            web_port=str(port),
            bot_processes="2",
            embedded_worker="false",
            lease_seconds=str(LEASE_S),
        )

    with process("first", ports[1]) as first:
        second = process("second", ports[2])
        second.url = first.url
        try:
            for one in (first, second):
                one.start()
            first.work()
            yield Pair(first, second)
        except BaseException:
            print(second.log())
            raise
        finally:
            second.stop()


async def until_nothing_is_left(database: Database) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with database.snapshot() as db:
                updates = select(func.count()).where(StoredUpdate.state != UpdateState.DONE)
                jobs = select(func.count()).where(Job.state != JobState.DONE)
                if not await db.scalar(updates) and not await db.scalar(jobs):
                    return
            await asyncio.sleep(0.1)


async def owns_some(database: Database, process: EaselProcess) -> bool:
    mine = StoredUpdate.owner.startswith(f"bot:{prefix_of_names(process.data_dir)}", autoescape=True)
    async with database.snapshot() as db:
        pending = select(func.count()).where(StoredUpdate.state == UpdateState.PENDING, mine)
        return bool(await db.scalar(pending))


async def test_one_of_two_dies_for_good_and_everything_is_handled_once_and_in_order(
    pair: Pair, database: Database, ports: list[int]
) -> None:
    async with AsyncExitStack() as stack:
        taken = await stack.enter_async_context(taking_turns(ports[0], ports[1:]))
        people = [
            await stack.enter_async_context(await Person.join(pair.first.url, f"P{number}")) for number in range(PEOPLE)
        ]
        # So long does each photo keep the handlers of its chat busy, at least.
        await people[0].fault("sendChatAction", "slow", times=1000, seconds=BUSY_S)
        photo = encoded(landscape(160, 120))
        killed = asyncio.Event()

        async def write(person: Person) -> dict[int, str]:
            sent = {}
            for number in range(1, PHOTOS + 1):
                message = await person.send_photo(photo, f"iris {10 * number}%")
                sent[message["message_id"]] = f"{10 * number}"
                if number == PHOTOS // 2:
                    await killed.wait()
            return sent

        async def kill() -> None:
            # In the middle of handling.
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    if sum(taken.values()) > PEOPLE * PHOTOS // 3 and await owns_some(database, pair.second):
                        break
                    await asyncio.sleep(0.005)
            pair.second.kill()
            killed.set()

        *sent, _ = await asyncio.gather(*(write(person) for person in people), kill())
        await until_nothing_is_left(database)

        assert set(taken) == set(ports[1:])
        for person, photos in zip(people, sent, strict=True):
            assert photos is not None
            results = [m for m in await person.messages() if m["from_bot"] and "photo" in m and "reply_to_message" in m]
            shown = {m["reply_to_message"]["message_id"]: m["caption"] for m in results}
            assert len(results) == PHOTOS
            assert all(f"{strength}" in shown[message_id] for message_id, strength in photos.items())
            async with database.snapshot() as db:
                asked = select(Job.reply_to_message_id).where(Job.chat_id == person.chat_id).order_by(Job.created_at)
                assert list(await db.scalars(asked)) == list(photos)
            times = sorted(call["at"] for call in await person.calls("sendChatAction"))
            assert all(later - earlier >= BUSY_S for earlier, later in itertools.pairwise(times))


async def test_an_album_whose_pictures_go_to_both_is_answered_once(
    pair: Pair, database: Database, ports: list[int]
) -> None:
    async with taking_turns(ports[0], ports[1:]) as taken:
        async with await Person.join(pair.first.url, "Anna") as anna:
            for _ in range(3):
                await anna.send_album([encoded(landscape(160, 120))] * 4, "wave")
                await asyncio.sleep(0.5)
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    if await count_albums(database) == 3:
                        break
                    await asyncio.sleep(0.1)
            # Long enough for whoever would answer once more.
            await asyncio.sleep(3.0)
            await until_nothing_is_left(database)
            groups = Counter(m["media_group_id"] for m in await anna.messages() if m["from_bot"] and "photo" in m)
        assert sorted(groups.values()) == [4, 4, 4]
        assert set(taken) == set(ports[1:])


async def count_albums(database: Database) -> int:
    async with database.snapshot() as db:
        return await db.scalar(select(func.count()).select_from(Job)) or 0
