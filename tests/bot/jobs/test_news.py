import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.jobs import news, queue
from bot.storage.database import Database
from tests.bot.jobs.rows import ask
from tests.proxy import Proxy

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])
PATIENCE_S = 10.0


@pytest.fixture
async def woken(database: Database) -> AsyncIterator[asyncio.Event]:
    """Set whenever a worker of another process would be woken."""
    woken = asyncio.Event()
    other = Database(str(database.url))
    async with news.listening(other, woken.set):
        await heard(woken)
        yield woken
    await other.close()


async def heard(woken: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await woken.wait()
    woken.clear()


async def test_others_hear_of_a_job_once_it_is_committed(database: Database, woken: asyncio.Event) -> None:
    async with database.transaction() as db:
        await ask(db)
        # So long as it is not, there is nothing to be found.
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(woken.wait(), 0.2)
    await heard(woken)


@pytest.mark.parametrize("change", ["retry", "hand_back"])
async def test_others_hear_of_a_job_that_is_to_be_taken_again(
    database: Database, woken: asyncio.Event, change: str
) -> None:
    async with database.transaction() as db:
        job = await ask(db)
        await queue.lease(db, "a", 30)
        if change == "retry":
            await queue.hold(db, job.id, "a", "KeyError")
    await heard(woken)
    async with database.transaction() as db:
        await (queue.retry(db, job.id) if change == "retry" else queue.hand_back(db, "a"))
    await heard(woken)


async def test_a_job_that_is_not_committed_is_no_news(database: Database, woken: asyncio.Event) -> None:
    async def fail() -> None:
        async with database.transaction() as db:
            await ask(db)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(woken.wait(), 0.2)


async def test_who_could_not_listen_for_a_while_looks_and_listens_again(
    database: Database, remote: Database, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "FIRST_BACKOFF_S", 0.02)
    woken = asyncio.Event()
    async with news.listening(remote, woken.set):
        await heard(woken)
        await proxy.close()
        async with database.transaction() as db:
            await ask(db)
        await proxy.open()
        await heard(woken)
        async with database.transaction() as db:
            await ask(db)
        await heard(woken)
