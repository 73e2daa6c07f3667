"""Does any file bring the service down? `python -m tests.benchmarks.intake_fuzz`.

The real bot and a worker that decodes as the engine does, beside a playground. People send hostile files as documents,
each one after the answer to the last. Every file has to get an answer, a painting or a sentence, within `--limit`
seconds; the bot must never go down, and the worker's memory stay below `--memory`. A file that kills the worker is
taken up once more and then held, with a sentence; those files, and the slow ones, are named, and kept in `--keep`.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import or_, select

from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.benchmarks.hostile_files import HostileFile, hostile_file
from tests.easel_process import EaselProcess
from tests.person import Json, Person

# An answer that takes longer than this counts as none.
PATIENCE_S = 300.0
WATCH_S = 0.1
# What is told apart in the table of answers: sentences, whatever the numbers in them.
_NUMBERS = re.compile(r"\d[\d.,\s]*")
_SHOWN = 100


@dataclass
class Run:
    """What happened."""

    answers: Counter[str] = field(default_factory=Counter)
    slow: list[tuple[float, HostileFile]] = field(default_factory=list)
    unanswered: list[HostileFile] = field(default_factory=list)
    # By chat and message.
    sent: dict[tuple[int, int], int] = field(default_factory=dict)
    longest: float = 0.0
    bytes: int = 0
    peaks: dict[int, int] = field(default_factory=dict)
    bot_died: bool = False


async def fuzz(easel: EaselProcess, options: argparse.Namespace) -> Run:
    """Send all files."""
    run, numbers = Run(), iter(range(options.first, options.first + options.files))
    people = [await Person.join(easel.url, f"Guest {number}") for number in range(options.chats)]
    try:
        async with _watching(easel, run):
            await asyncio.gather(*(_send(person, numbers, run, options) for person in people))
    finally:
        for person in people:
            await person.close()
    return run


async def _send(person: Person, numbers: Iterator[int], run: Run, options: argparse.Namespace) -> None:
    for number in numbers:
        file = await asyncio.to_thread(hostile_file, number)
        started = time.monotonic()
        sent = await person.send_file(file.data, file.name)
        run.sent[person.chat_id, sent["message_id"]] = number
        run.bytes += len(file.data)
        try:
            answer = await person.wait_for(_is_answer, PATIENCE_S, after=sent)
        except AssertionError:
            run.unanswered.append(file)
            continue
        took = time.monotonic() - started
        run.longest = max(run.longest, took)
        if took > options.limit:
            run.slow.append((took, file))
        run.answers[_kind(answer)] += 1
        if (done := run.answers.total()) % 1000 == 0:
            print(f"{done} files", flush=True)


def _is_answer(message: Json) -> bool:
    # What tells how far a painting is has a button to stop it, and becomes the painting.
    return bool(message["from_bot"]) and ("photo" in message or "reply_markup" not in message)


def _kind(answer: Json) -> str:
    return "a painting" if "photo" in answer else _NUMBERS.sub("N ", answer["text"].splitlines()[0])[:_SHOWN]


@asynccontextmanager
async def _watching(easel: EaselProcess, run: Run) -> AsyncIterator[None]:
    """Note the most memory that each worker has had."""

    async def watch() -> None:
        while True:
            run.bot_died |= not easel.is_running
            peak = _peak_memory(easel.worker_pid)
            run.peaks[easel.worker_pid] = max(run.peaks.get(easel.worker_pid, 0), peak)
            await asyncio.sleep(WATCH_S)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


def _peak_memory(pid: int) -> int:
    """Return the most memory, in MB, that a process has had at a time; 0 if it is not there any more."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


async def _culprits(database: Database, run: Run) -> list[str]:
    """Return the files that killed a worker, or were held, and the ends that their jobs came to."""
    ended_badly = Job.state.in_((JobState.HELD, JobState.CANCELLED))
    async with database.snapshot() as db:
        jobs = list(await db.scalars(select(Job).where(or_(Job.attempts > 0, ended_badly))))
    named = []
    for job in jobs:
        number = run.sent[job.chat_id, job.reply_to_message_id or 0]
        named.append((number, f"{hostile_file(number).name}: {job.state.value}, {job.attempts} workers, {job.error}"))
    return [line for _, line in sorted(named)]


async def _failed_updates(database: Database) -> list[str]:
    """Return what went wrong in the bot itself; people are told that something did, which is no answer."""
    async with database.snapshot() as db:
        query = select(StoredUpdate.error).where(StoredUpdate.state == UpdateState.FAILED)
        return [str(error) for error in await db.scalars(query)]


async def _report(easel: EaselProcess, run: Run, options: argparse.Namespace) -> bool:
    database = Database(f"sqlite+aiosqlite:///{easel.data_dir / 'easel.db'}")
    try:
        culprits = await _culprits(database, run)
        failed = await _failed_updates(database)
    finally:
        await database.close()
    peak = max(run.peaks.values())
    print(f"{len(run.sent)} files, {run.bytes / 1e6:.0f} MB")
    for kind, count in run.answers.most_common():
        print(f"{count:6}  {kind}")
    print(f"without an answer {len(run.unanswered)}, later than {options.limit:.0f} s {len(run.slow)}")
    print(f"the longest wait was {run.longest:.1f} s; the bot {'went down' if run.bot_died else 'stayed up'}")
    print(f"workers {easel.worker_starts}, most memory {peak} MB of {options.memory}; ", end="")
    print(f"killed a worker or held: {len(culprits)}")
    for line in culprits:
        print(f"  {line}")
    for error, count in Counter(failed).most_common():
        print(f"  the bot failed {count} times: {error}")
    for seconds, file in sorted(run.slow, key=lambda one: one[0]):
        print(f"  {file.name}: {seconds:.1f} s")
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        names = [line.partition(":")[0] for line in culprits] + [file.name for _, file in run.slow]
        for number in run.sent.values():
            file = hostile_file(number)
            if file.name in names or file in run.unanswered:
                (options.keep / file.name).write_bytes(file.data)
    return not (failed or run.unanswered or run.slow or run.bot_died or peak > options.memory)


def main() -> None:
    """Print the figures; the exit status tells whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, metavar="NUMBER", help="number of the first file")
    parser.add_argument("--chats", type=int, default=16)
    parser.add_argument("--limit", type=float, default=30.0, metavar="S", help="until the answer [%(default)s]")
    parser.add_argument("--memory", type=int, default=4096, metavar="MB", help="of a worker [%(default)s]")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to put files that did harm")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        EaselProcess(
            Path(folder),
            module="tests.stand_in_engine",
            jobs_per_minute="1000000",
            jobs_per_day="1000000",
            messages_per_second="1000",
        ) as easel,
    ):
        easel.start()
        run = asyncio.run(fuzz(easel, options))
        well = asyncio.run(_report(easel, run, options))
    raise SystemExit(not well)


if __name__ == "__main__":
    main()
