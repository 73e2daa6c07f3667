"""What does the queue cost? `python -m tests.benchmarks.queue`, on SQLite and on PostgreSQL.

First, for each job of 1,000 queued: putting it there, and all that the database sees of its way through a worker, from
the lease to the completion; as milliseconds, and in commits of a single row, which the same database takes.
Then the throughput of workers whose painter only sleeps, against as many times that of one; they deliver to a
playground, a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import delete, func, select

from bot import telegram_client
from bot.jobs import news, queue
from bot.jobs.delivered import Delivered
from bot.jobs.worker import Worker
from bot.settings import Settings
from bot.storage.database import Database, insert_or_replace
from bot.storage.migration import migrate
from bot.storage.models.admin import Switch
from bot.storage.models.jobs import Job, JobState
from bot.views import results
from tests.bot.jobs.rows import ask
from tests.bot.stand_in import picture
from tests.databases import SERVER, PostgreSQL
from tests.person import Person, file_id_of
from tests.playground_server import TOKEN, PlaygroundServer, playground_process
from tests.stand_in_engine import StandInPainter

LEASE_S = 30.0
OWNER = "worker:benchmark"


async def costs(name: str, url: str, jobs: int, chats: int) -> None:
    """Print what a job costs on a database."""
    await migrate(url)
    database = Database(url)
    commit = await median_ms(200, lambda number: write_a_row(database, number))
    enqueued = await median_ms(jobs, lambda number: enqueue(database, number % chats))
    ways = []
    for _ in range(jobs):
        started = time.perf_counter()
        await pass_through(database)
        ways.append(1000 * (time.perf_counter() - started))
    taken = statistics.median(ways)
    print(
        f"{name}: enqueue {enqueued:.1f} ms ({enqueued / commit:.1f} commits of {commit:.2f} ms), "
        f"way through a worker {taken:.1f} ms ({taken / commit:.1f} commits), "
        f"in all {enqueued + taken:.1f} ms a job at {jobs} queued; medians"
    )
    await database.close()


async def median_ms(count: int, work: Callable[[int], Awaitable[object]]) -> float:
    taken = []
    for number in range(count):
        started = time.perf_counter()
        await work(number)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


async def write_a_row(database: Database, number: int) -> None:
    async with database.transaction() as db:
        await insert_or_replace(db, Switch, name="benchmark", value={"number": number})


async def enqueue(database: Database, chat_id: int) -> None:
    async with database.transaction() as db:
        await ask(db, chat_id=chat_id, user_id=chat_id)


async def pass_through(database: Database) -> None:
    """Do with a job what a busy worker does, but for the painting and the sending."""
    async with database.transaction() as db:
        job = await queue.lease(db, OWNER, LEASE_S)
    assert job is not None
    async with database.transaction() as db:
        await queue.begin_painting(db, job.id, OWNER)
    async with database.transaction() as db:
        await queue.end_painting(db, job.id, OWNER)
    async with database.transaction() as db:
        assert await queue.begin_delivery(db, job, OWNER)
    async with database.transaction() as db:
        assert await queue.complete(db, job, OWNER, Delivered(1, None))


async def throughput(url: str, counts: list[int], seconds: float, jobs_each: int) -> None:
    """Print how many jobs some numbers of workers do in a second, whose painting takes `seconds`."""
    await migrate(url)
    os.environ["EASEL_STAND_IN_S"] = str(seconds)
    with tempfile.TemporaryDirectory() as folder:
        async with playground_process(Path(folder)) as playground, Person(playground.url) as anna:
            photo = file_id_of(await anna.send_photo(picture()))
            chats = []
            for number in range(max(counts) * jobs_each):
                guest = await Person.join(playground.url, f"Guest {number}")
                chats.append(guest.chat_id)
                await guest.close()
            one = 0.0
            for count in counts:
                rate = await jobs_per_second(url, playground, count, chats[: count * jobs_each], photo)
                one = one or rate / count
                print(f"{count} workers: {rate:.2f} jobs a second, {rate / (one * count):.2f} x linear")


async def jobs_per_second(url: str, playground: PlaygroundServer, count: int, chats: list[int], photo: str) -> float:
    database = Database(url)
    async with database.transaction() as db:
        await db.execute(delete(Job))
    settings = Settings(telegram_token=TOKEN, telegram_api_url=playground.url)  # type: ignore[arg-type]
    stop = asyncio.Event()
    workers = [asyncio.create_task(work(url, settings, number, stop)) for number in range(count)]
    async with database.transaction() as db:
        for chat_id in chats:
            await ask(db, chat_id=chat_id, user_id=chat_id, photo_file_id=photo)
    started = time.monotonic()
    await all_done(database, len(chats))
    taken = time.monotonic() - started
    stop.set()
    await asyncio.gather(*workers)
    await database.close()
    return len(chats) / taken


async def work(url: str, settings: Settings, number: int, stop: asyncio.Event) -> None:
    """Be a worker, with connections of its own, until told to stop."""
    database, bot = Database(url), telegram_client.bot_for_pictures(settings)
    worker = Worker(
        bot=bot,
        database=database,
        painter=StandInPainter(),
        present=results,
        owner=f"{OWNER}:{number}",
        jobs_in_flight=2,
        lease_seconds=LEASE_S,
    )
    async with news.listening(database, worker.wake):
        running = asyncio.create_task(worker.run())
        await stop.wait()
        worker.stop()
        await running
    await bot.request.shutdown()
    await database.close()


async def all_done(database: Database, count: int) -> None:
    while True:
        async with database.snapshot() as db:
            if await db.scalar(select(func.count()).where(Job.state == JobState.DONE)) == count:
                return
        await asyncio.sleep(0.02)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--seconds", type=float, default=2.0, help="what a painting takes")
    parser.add_argument("--jobs-each", type=int, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(costs("SQLite", f"sqlite+aiosqlite:///{folder}/easel.db", options.jobs, options.chats))
    server = PostgreSQL(SERVER)
    try:
        asyncio.run(costs("PostgreSQL", server.new(), options.jobs, options.chats))
        if options.workers:
            asyncio.run(throughput(server.new(), options.workers, options.seconds, options.jobs_each))
    finally:
        server.drop()


if __name__ == "__main__":
    main()
