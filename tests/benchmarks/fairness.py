"""Does one person's heap of photos keep others waiting? `python -m tests.benchmarks.fairness`.

The real bot and its worker beside a playground, with a stand-in for the engine that takes `--painting` seconds.
Somebody sends `--queued` photos; while they wait, others send one each, one after the other. Most of those must have
their paintings within two job times, a job's time being that from photo to painting when nothing else is asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import ColumnElement, func, select

from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from tests.benchmarks import telltale
from tests.easel_process import EaselProcess
from tests.person import Json, Person

PATIENCE_S = 120.0
AT_ONCE = 16
POLL_S = 0.5
JOB_TIMES = 2


async def wait_of(person: Person, chat: int, number: int) -> float:
    """Send a photo; return the seconds until its painting."""
    started = time.monotonic()
    sent = await person.send_photo(telltale.photo(chat, number))
    await person.wait_for(_is_painting, PATIENCE_S, after=sent)
    return time.monotonic() - started


def _is_painting(message: Json) -> bool:
    return bool(message["from_bot"]) and "photo" in message


async def fairness(easel: EaselProcess, queued: int, others: int) -> bool:
    """Print the figures; return whether it was fair."""
    greedy, *people = [await Person.join(easel.url, f"Guest {number}") for number in range(1 + others)]
    database = Database(f"sqlite+aiosqlite:///{easel.data_dir / 'easel.db'}")
    try:
        # The first one also warms up what there is to warm up.
        alone = [await wait_of(person, 1 + n, 0) for n, person in enumerate((people[0], *people))][1:]
        room = asyncio.Semaphore(AT_ONCE)

        async def send(number: int) -> None:
            async with room:
                await greedy.send_photo(telltale.photo(0, number % telltale.MOST))

        await asyncio.gather(*(send(number) for number in range(queued)))
        await _until_asked_for(database, 1 + others + queued)
        before = await _count(database, Job.state == JobState.QUEUED)
        behind = [await wait_of(person, 1 + n, 1) for n, person in enumerate(people)]
        after = await _count(database, Job.state == JobState.QUEUED)
    finally:
        await database.close()
        for person in (greedy, *people):
            await person.close()
    job = statistics.median(alone)
    print(f"with nothing else to do: median {job:.2f} s, longest {max(alone):.2f} s")
    print(f"while {before} to {after} photos of another one wait: median {statistics.median(behind):.2f} s, ", end="")
    print(
        f"longest {max(behind):.2f} s: {max(behind) / job:.1f} job times, {statistics.median(behind) / job:.1f} mostly"
    )
    if after == 0:
        print("the heap was gone before the others were served: ask for more photos")
        return False
    return statistics.median(behind) <= JOB_TIMES * job


async def _until_asked_for(database: Database, jobs: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await _count(database) >= jobs:
                return
            await asyncio.sleep(POLL_S)


async def _count(database: Database, *which: ColumnElement[bool]) -> int:
    async with database.snapshot() as db:
        return await db.scalar(select(func.count()).select_from(Job).where(*which)) or 0


def main() -> None:
    """Print the figures; the exit status tells whether it was fair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queued", type=int, default=500)
    parser.add_argument("--others", type=int, default=10)
    parser.add_argument("--painting", type=float, default=0.2, metavar="S", help="that one takes [%(default)s]")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        EaselProcess(
            Path(folder),
            module="tests.stand_in_engine",
            stand_in_s=str(options.painting),
            jobs_per_minute="1000000",
            jobs_per_day="1000000",
        ) as easel,
    ):
        easel.start()
        fair = asyncio.run(fairness(easel, options.queued, options.others))
    raise SystemExit(not fair)


if __name__ == "__main__":
    main()
