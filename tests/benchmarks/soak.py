"""Is anything lost when processes are killed all the time? `python -m tests.benchmarks.soak`.

Bot, workers and a playground as processes of their own, with a stand-in for the engine. People send photos; meanwhile,
every few seconds, the bot or one of its workers is killed as `kill -9` does it, and started again. On SQLite the bot
has its one worker; with `--database`, the URL of a database on a PostgreSQL server, a database is made there for the
time being, and `--workers` run by themselves. With `--restarts` the server is one of our own: it is restarted once a
third is delivered, and once two thirds are it crashes, and is away for `--down` seconds.

Once half is delivered, `--faults` adds what Telegram and the network do now and then, and on PostgreSQL ends all
connections.

Each photo tells by its colours whose it is and which: at the end every one must have been answered by its painting in
its chat, and paintings that came twice may be no more than deliveries were under way at the kills.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.jobs import IN_FLIGHT
from bot.storage.migration import migrate
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.updates import StoredUpdate, UpdateState
from tests.benchmarks import telltale
from tests.benchmarks.own_postgresql import OwnPostgreSQL
from tests.databases import PostgreSQL, execute
from tests.easel_process import EaselProcess, WorkerProcess
from tests.person import Json, Person
from tests.stand_in_engine import mark_of

# People at the same time at the playground, which is one process.
AT_ONCE = 20
PAUSE_OF_SENDER_S = 4.0
POLL_S = 1.0
START_S = 90.0
# Method, kind and how often of what Telegram and the network do in the middle.
FAULTS = (
    ("sendPhoto", "429", 20),
    ("sendPhoto", "500", 20),
    ("sendPhoto", "drop", 20),
    ("editMessageMedia", "429", 10),
    ("editMessageMedia", "drop", 10),
    ("getFile", "502", 20),
    ("file", "drop", 10),
    ("getUpdates", "drop", 2),
)
HANG_S = 60.0
HANGS = (("sendPhoto", 2), ("file", 1), ("getUpdates", 1))
_NUMBER = re.compile(r"\d+")
# Of the log of a process that ended by itself.
_SHOWN = 4000


@dataclass
class Service:
    """The processes under fire, a look into their database, and what has been done to them."""

    easel: EaselProcess
    workers: list[WorkerProcess]
    database: Database
    server: OwnPostgreSQL | None
    killed: Counter[str] = field(default_factory=Counter)
    deliveries_cut_off: int = 0
    # Processes that ended by themselves, and starts that did not succeed, as while the database is away.
    ended: list[str] = field(default_factory=list)
    failed_starts: int = 0
    _restarts: dict[EaselProcess | WorkerProcess, asyncio.Task[None]] = field(default_factory=dict)

    async def kill_one(self) -> None:
        """Kill the bot or a worker, note what it was delivering, and have it started again; unless all just start."""
        self.look_for_the_ended()
        if not (running := self._running()):
            return
        victim = random.choice(running)
        if isinstance(victim, WorkerProcess):
            victim.kill()
            await self._note("worker", victim.pid)
            restart = self._start(victim)
        elif self.workers:
            victim.kill()
            await self._note("bot")
            restart = self._start(victim)
        elif random.random() < 1 / 2:
            victim.kill()
            # Its worker goes with it.
            await self._note("bot", victim.worker_pid)
            restart = self._start_with_worker(victim)
        else:
            pid, starts = victim.worker_pid, victim.worker_starts
            victim.kill_worker()
            await self._note("worker", pid)
            restart = self._worker_back(victim, starts)
        self._restarts[victim] = asyncio.create_task(restart)

    async def all_run(self) -> None:
        """Wait until whatever was killed runs again."""
        await asyncio.gather(*self._restarts.values())

    def look_for_the_ended(self) -> None:
        """Note which processes run no more, though nobody has killed them."""
        self.ended += [process.log() for process in self._running() if not process.is_running]

    def _running(self) -> list[EaselProcess | WorkerProcess]:
        everybody: list[EaselProcess | WorkerProcess] = [self.easel, *self.workers]
        return [one for one in everybody if one not in self._restarts or self._restarts[one].done()]

    async def _start_with_worker(self, easel: EaselProcess) -> None:
        await self._start(easel)
        await asyncio.to_thread(easel.until, lambda: easel.worker_is_ready, START_S)

    async def _worker_back(self, easel: EaselProcess, starts: int) -> None:
        await asyncio.to_thread(easel.until, lambda: easel.worker_starts > starts and easel.worker_is_ready, START_S)

    async def _start(self, process: EaselProcess | WorkerProcess) -> None:
        """Start a process again and again until it runs, as whoever looks after it does."""
        async with asyncio.timeout(START_S):
            while True:
                try:
                    return await asyncio.to_thread(process.start)
                except AssertionError:
                    self.failed_starts += 1
                await asyncio.sleep(POLL_S)

    async def count(self, *which: ColumnElement[bool]) -> int | None:
        """Return how many jobs there are of some kind; None while the database is away."""
        try:
            async with self.database.snapshot() as db:
                return await db.scalar(select(func.count()).select_from(Job).where(*which))
        except SQLAlchemyError:
            return None

    async def is_done(self, jobs: int) -> bool:
        """Tell whether that many jobs have come to their end, and nothing else is under way."""
        over, in_flight = await self.count(Job.finished_at.is_not(None)), await self.count(Job.state.in_(IN_FLIGHT))
        return over is not None and over >= jobs and in_flight == 0

    async def _note(self, victim: str, worker_pid: int | None = None) -> None:
        self.killed[victim] += 1
        if worker_pid is None:
            return
        cut_off = Job.state == JobState.DELIVERING, Job.lease_owner.contains(f":{worker_pid}:")
        async with asyncio.timeout(START_S):
            while (count := await self.count(*cut_off)) is None:  # noqa: ASYNC110 (no event tells of a database)
                await asyncio.sleep(0.1)
        self.deliveries_cut_off += count


@dataclass
class Guest:
    """Somebody with a chat, and the messages that are their photos."""

    number: int
    person: Person
    photos: dict[int, int] = field(default_factory=dict)

    async def send(self, count: int, room: asyncio.Semaphore) -> None:
        """Send photos, one after the other."""
        for number in range(count):
            await asyncio.sleep(random.uniform(0, PAUSE_OF_SENDER_S))
            async with room:
                sent = await self.person.send_photo(telltale.photo(self.number, number))
            self.photos[number] = sent["message_id"]


@dataclass
class Findings:
    """What stood in the chats at the end."""

    answered: int = 0
    lost: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    twice: int = 0
    words: Counter[str] = field(default_factory=Counter)


async def soak(service: Service, options: argparse.Namespace) -> bool:
    """Send, kill, and look; return whether all is as it must be."""
    guests = [Guest(n, await Person.join(service.easel.url, f"Guest {n}")) for n in range(options.chats)]
    each, rest = divmod(options.jobs, options.chats)
    started, room = time.monotonic(), asyncio.Semaphore(AT_ONCE)
    try:
        async with asyncio.timeout(options.patience):
            async with _killing(service, options.pause), asyncio.TaskGroup() as tasks:
                for guest in guests:
                    tasks.create_task(guest.send(each + (guest.number < rest), room))
                tasks.create_task(_trouble(service, guests[0].person, options))
                tasks.create_task(_until(lambda: service.is_done(options.jobs)))
            await _until(lambda: service.is_done(options.jobs))
    except TimeoutError:
        print(f"not done within {options.patience:.0f} s")
    service.look_for_the_ended()
    took = time.monotonic() - started
    findings = await _audit(service, guests, room)
    for guest in guests:
        await guest.person.close()
    await _print(service, findings, options.jobs, took)
    is_well = not findings.lost and not findings.astray and not service.ended
    return is_well and findings.twice <= service.deliveries_cut_off


@asynccontextmanager
async def _killing(service: Service, pause: float) -> AsyncIterator[None]:
    """Kill one process after the other; in the end all of them run."""
    enough = asyncio.Event()

    async def kill() -> None:
        while not enough.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), random.uniform(0.2, 1.8) * pause)
                return
            await service.kill_one()

    killing = asyncio.create_task(kill())
    try:
        yield
    finally:
        enough.set()
        await killing
        await service.all_run()


async def _trouble(service: Service, person: Person, options: argparse.Namespace) -> None:
    """Do what there is to do in the middle."""

    async def until_done(share: float) -> None:
        async def is_done() -> bool:
            return (await service.count(Job.state == JobState.DONE) or 0) >= share * options.jobs

        await _until(is_done)

    if service.server is not None:
        await until_done(1 / 3)
        await asyncio.to_thread(service.server.restart, "fast")
    if options.faults:
        await until_done(1 / 2)
        for method, kind, times in FAULTS:
            await person.fault(method, kind, times)
        for method, times in HANGS:
            await person.fault(method, "timeout", times, seconds=HANG_S)
        if not service.database.is_sqlite:
            name = service.database.url.database
            await execute(
                service.database.url.set(database="postgres"),
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            )
    if service.server is not None:
        await until_done(2 / 3)
        await asyncio.to_thread(service.server.restart, "immediate", options.down)


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    while True:
        if await holds():
            return
        await asyncio.sleep(POLL_S)


async def _audit(service: Service, guests: list[Guest], room: asyncio.Semaphore) -> Findings:
    """Look at every message of every chat."""
    findings = Findings()
    async with service.database.snapshot() as db:
        looks = {job.chat_id: job.look for job in await db.scalars(select(Job))}

    async def look_into(guest: Guest) -> None:
        came: Counter[int] = Counter()
        for message in await guest.person.messages():
            if message["deleted"] or not message["from_bot"]:
                continue
            if "photo" not in message:
                findings.words[_NUMBER.sub("N", message.get("text", "").splitlines()[0])] += 1
                continue
            async with room:
                data = await guest.person.download(message)
            with Image.open(io.BytesIO(data)) as painting:
                seen = telltale.read(painting)
                marked = telltale.has_mark(painting, mark_of(looks[guest.person.chat_id]))
            if seen is None or seen[0] != guest.number or not marked or not _answers(message, guest.photos[seen[1]]):
                findings.astray.append(f"chat {guest.number}: message {message['message_id']} shows {seen}")
            else:
                came[seen[1]] += 1
        findings.answered += len(came)
        findings.twice += came.total() - len(came)
        findings.lost += [f"chat {guest.number}: photo {number}" for number in guest.photos if not came[number]]

    await asyncio.gather(*(look_into(guest) for guest in guests))
    return findings


def _answers(message: Json, photo: int) -> bool:
    return bool(message.get("reply_to_message", {}).get("message_id", photo) == photo)


async def _print(service: Service, findings: Findings, jobs: int, took: float) -> None:
    async with service.database.snapshot() as db:
        rows = list(await db.scalars(select(Job)))
        pending = await db.scalar(select(func.count()).where(StoredUpdate.state != UpdateState.DONE))
    waits = sorted((job.finished_at - job.created_at).total_seconds() for job in rows if job.finished_at is not None)
    states = Counter(job.state.value for job in rows)
    killed = ", ".join(f"{count} times a {victim}" for victim, count in sorted(service.killed.items()))
    print(f"{jobs} photos in {took:.0f} s; killed: {killed or 'nothing'}; ", end="")
    print(f"ended by themselves {len(service.ended)}, starts in vain {service.failed_starts}")
    print(f"answered {findings.answered}, lost {len(findings.lost)}, to the wrong chat {len(findings.astray)}")
    print(f"came twice {findings.twice}, deliveries under way at the kills {service.deliveries_cut_off}")
    print(f"jobs {dict(states)}, updates not handled {pending}; words in the chats: {dict(findings.words) or 'none'}")
    if waits:
        print(f"from asked to delivered: median {statistics.median(waits):.1f} s, longest {waits[-1]:.1f} s")
    for fault in (findings.lost + findings.astray)[:20]:
        print(f"  {fault}")
    for job in rows:
        if job.state is not JobState.DONE or job.error is not None:
            print(f"  job {job.id}: {job.state.value}, {job.error}")
    for log in service.ended:
        print(f"a process that ended by itself:\n{log[-_SHOWN:]}")


@contextmanager
def database_url(server: str | None, folder: Path) -> Iterator[str]:
    """The URL of a database for the time being: on a server, or else in the folder of the bot."""
    if server is None:
        yield f"sqlite+aiosqlite:///{folder / 'var' / 'easel.db'}"
        return
    there = PostgreSQL(server)
    try:
        url = there.new()
        asyncio.run(migrate(url))
        yield url
    finally:
        there.drop()


async def _run(easel: EaselProcess, url: str, server: OwnPostgreSQL | None, options: argparse.Namespace) -> bool:
    await asyncio.to_thread(easel.start)
    workers: list[WorkerProcess] = []
    if options.database is not None:
        workers = list(await asyncio.gather(*(asyncio.to_thread(easel.work) for _ in range(options.workers))))
    database = Database(url)
    try:
        return await soak(Service(easel, workers, database, server), options)
    finally:
        await database.close()


def main() -> None:
    """Print the figures; the exit status tells whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--chats", type=int, default=200, help=f"at most {telltale.MOST} [%(default)s]")
    parser.add_argument("--database", metavar="URL", help="of a database on a PostgreSQL server [SQLite]")
    parser.add_argument("--workers", type=int, default=3, help="on PostgreSQL [%(default)s]")
    parser.add_argument("--pause", type=float, default=5.0, metavar="S", help="between kills, on average [%(default)s]")
    parser.add_argument("--painting", type=float, default=0.05, metavar="S", help="that one takes [%(default)s]")
    parser.add_argument("--lease", type=float, default=10.0, metavar="S", help="of a job [%(default)s]")
    parser.add_argument("--faults", action="store_true", help="of Telegram, the network and PostgreSQL in the middle")
    parser.add_argument("--restarts", action="store_true", help="of a PostgreSQL server of our own in the middle")
    parser.add_argument("--down", type=float, default=10.0, metavar="S", help="after its crash [%(default)s]")
    parser.add_argument("--patience", type=float, default=1800.0, metavar="S", help="for all of it [%(default)s]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random.seed(options.seed)
    with ExitStack() as stack:
        server = stack.enter_context(OwnPostgreSQL()) if options.restarts else None
        if server is not None:
            options.database = server.url
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database_url(options.database, folder))
        easel = EaselProcess(
            folder,
            module="tests.stand_in_engine",
            stand_in_s=str(options.painting),
            database_url=url,
            embedded_worker="false" if options.database else "true",
            lease_seconds=str(options.lease),
            jobs_per_minute="1000000",
            jobs_per_day="1000000",
            messages_per_second="1000",
        )
        well = asyncio.run(_run(stack.enter_context(easel), url, server, options))
    raise SystemExit(not well)


if __name__ == "__main__":
    main()
