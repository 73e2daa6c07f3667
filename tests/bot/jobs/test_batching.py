"""Pictures painted together, by a worker against a real Bot API server; only the painting is a stand-in."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import update

from bot.jobs import batching, queue
from bot.jobs.batching import Gathering, Member, TakenAlong, likeness
from bot.jobs.commission import Commission
from bot.jobs.delivery import Delivery
from bot.jobs.hands import AtHand, Hands
from bot.jobs.headway import Headway
from bot.jobs.painted import Painted
from bot.jobs.worker import Worker
from bot.look import Look
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from engine import Cancelled, EngineError
from tests.bot.jobs.rows import wish
from tests.bot.jobs.studio import SLOWLY, Studio, begun, busy
from tests.bot.stand_in import picture
from tests.databases import BACKENDS
from tests.person import Person, file_id_of

IRIS = Look.of("gallery:iris")
# Another style, and all else alike.
WAVE = Look.of("gallery:wave")
FIRST = replace(IRIS, strength=0.5)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@dataclass
class Line:
    """Who waits for the easel, and the batch at it: `free` lets it go on."""

    studio: Studio
    members: list[Member] = field(default_factory=list)
    seen: list[Member] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    async def has(self, count: int) -> None:
        async with asyncio.timeout(15):
            while True:
                if len(self.members) >= count:
                    return
                await asyncio.sleep(0.01)

    async def is_painted(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, 10), "nothing is painted together"

    async def rows(self, jobs: Sequence[Job]) -> list[Job]:
        return [await self.studio.row(job) for job in jobs]


@pytest.fixture
def line(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    line = Line(studio)
    waiting, paint_many = Gathering.waiting, studio.painter.paint_many

    @contextmanager
    def watched(gathering: Gathering, member: Member) -> Iterator[None]:
        with waiting(gathering, member):
            line.members.append(member)
            line.seen.append(member)
            try:
                yield
            finally:
                line.members.remove(member)

    def held_up(commissions: Sequence[Commission], cancelled: Callable[[], bool]) -> list[Painted | EngineError]:
        line.begun.set()
        while not line.free.wait(0.02):
            if cancelled():
                raise Cancelled
        return paint_many(commissions, cancelled)

    monkeypatch.setattr(Gathering, "waiting", watched)
    monkeypatch.setattr(studio.painter, "paint_many", held_up)
    studio.painter.most_at_once = 4
    line.free.set()
    yield line
    line.free.set()


@asynccontextmanager
async def while_another_is_painted(line: Line, *, waiting: int) -> AsyncIterator[Worker]:
    """Have the easel taken by one that is unlike, until so many others wait for it."""
    async with busy(line.studio.painter):
        await line.studio.ask(look=FIRST)
        worker = line.studio.start(jobs_in_flight=5)
        await begun(line.studio.painter)
        yield worker
        # The one at the easel has its place in the list too.
        await line.has(1 + waiting)


async def call_off(studio: Studio, job: Job) -> None:
    async with studio.database.transaction() as db:
        assert await queue.request_cancel(db, job.id)


async def test_who_waits_with_what_is_alike_is_painted_together(line: Line, ben: Person) -> None:
    studio = line.studio
    line.free.clear()
    async with while_another_is_painted(line, waiting=3):
        jobs = [await studio.ask(look=IRIS), await studio.ask_as(ben, look=WAVE), await studio.ask(look=IRIS)]
    await line.is_painted()
    assert [row.attempts for row in await line.rows(jobs)] == [1, 1, 1], "if it killed the worker, each would know"
    line.free.set()
    for job in jobs:
        ended = await studio.ended(job)
        assert (ended.state, ended.attempts) == (JobState.DONE, 0)
    assert studio.painter.batches == [3]
    theirs = await ben.wait_for(lambda m: m["from_bot"] and "photo" in m)
    assert "Wave" in theirs["caption"]
    assert sum("Irises" in shown["caption"] for shown in await studio.pictures()) == 3


async def test_what_is_not_alike_is_painted_alone(line: Line, ben: Person) -> None:
    studio = line.studio
    async with while_another_is_painted(line, waiting=2):
        jobs = [
            await studio.ask(look=IRIS),
            await studio.ask_as(ben, look=replace(IRIS, strength=0.7)),
            await studio.ask_as(ben, picture=PictureKind.FILE),
        ]
        await studio.until(jobs[2], lambda row: row.state is JobState.RUNNING)
    for job in jobs:
        assert (await studio.ended(job)).state is JobState.DONE
    assert studio.painter.batches == []


async def test_what_may_have_ended_a_worker_is_painted_alone(line: Line) -> None:
    studio = line.studio
    async with while_another_is_painted(line, waiting=2):
        suspect = await studio.ask(look=IRIS)
        async with studio.database.transaction() as db:
            await db.execute(update(Job).where(Job.id == suspect.id).values(attempts=1))
        await studio.until(suspect, lambda row: row.state is JobState.RUNNING)
        jobs = [await studio.ask(look=IRIS), await studio.ask(look=WAVE)]
    for job in (*jobs, suspect):
        assert (await studio.ended(job)).state is JobState.DONE
    assert studio.painter.batches == [2]


async def test_a_damaged_photo_fails_alone(line: Line) -> None:
    studio = line.studio
    damaged = await studio.anna.send_photo(picture()[:200])
    async with while_another_is_painted(line, waiting=3):
        bad = await studio.ask(look=IRIS, photo_file_id=file_id_of(damaged))
        good = [await studio.ask(look=IRIS), await studio.ask(look=WAVE)]
    for job in good:
        ended = await studio.ended(job)
        assert (ended.state, ended.error, ended.result_file_id is None) == (JobState.DONE, None, False)
    assert "PictureDamaged" in str((await studio.ended(bad)).error)
    assert studio.painter.batches == [3]


async def test_an_error_that_nobody_expects_is_that_of_one_picture(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    studio, paint = line.studio, line.studio.painter.paint

    def poisoned(photo: bytes, look: Look, *more: Any) -> Painted:
        if look == WAVE:
            raise RuntimeError("poison")
        return paint(photo, look, *more)

    monkeypatch.setattr(studio.painter, "paint", poisoned)
    async with while_another_is_painted(line, waiting=3):
        jobs = [await studio.ask(look=look) for look in (IRIS, WAVE, IRIS)]
    assert [(await studio.ended(job)).state for job in jobs] == [JobState.DONE, JobState.HELD, JobState.DONE]
    assert [row.attempts for row in await line.rows(jobs)] == [0, 0, 0]
    assert studio.painter.batches == [3]


@pytest.mark.parametrize("number", [0, 1])
async def test_one_that_is_called_off_meanwhile_is_dropped_and_the_others_are_not(line: Line, number: int) -> None:
    studio = line.studio
    line.free.clear()
    async with while_another_is_painted(line, waiting=3):
        jobs = [await studio.ask(look=IRIS) for _ in range(3)]
    await line.is_painted()
    await call_off(studio, jobs[number])
    (member,) = [member for member in line.seen if member.held.job.id == jobs[number].id]
    async with asyncio.timeout(10):
        await asyncio.shield(member.held.moot)
    # Whatever is to stop the batch has had the time to.
    await asyncio.sleep(0.1)
    line.free.set()
    states = [(await studio.ended(job)).state for job in jobs]
    assert states == [JobState.CANCELLED if n == number else JobState.DONE for n in range(3)]
    assert len(await studio.pictures()) == 3


async def test_a_batch_that_nobody_waits_for_stops(line: Line) -> None:
    studio = line.studio
    line.free.clear()
    async with while_another_is_painted(line, waiting=2):
        jobs = [await studio.ask(look=IRIS) for _ in range(2)]
    await line.is_painted()
    for job in jobs:
        await call_off(studio, job)
    for job in jobs:
        assert (await studio.ended(job)).state is JobState.CANCELLED
    assert studio.painter.batches == []


async def test_who_is_called_off_in_the_line_leaves_it(line: Line) -> None:
    studio = line.studio
    async with while_another_is_painted(line, waiting=2):
        jobs = [await studio.ask(look=IRIS) for _ in range(3)]
        await line.has(4)
        await call_off(studio, jobs[1])
        assert (await studio.ended(jobs[1])).state is JobState.CANCELLED
    for job in (jobs[0], jobs[2]):
        assert (await studio.ended(job)).state is JobState.DONE
    assert studio.painter.batches == [2]


async def test_stopping_hands_all_of_a_batch_back(line: Line) -> None:
    studio = line.studio
    line.free.clear()
    async with while_another_is_painted(line, waiting=3) as worker:
        jobs = [await studio.ask(look=IRIS) for _ in range(3)]
    await line.is_painted()
    worker.stop(grace=0.05)
    for job in jobs:
        row = await studio.until(job, lambda row: row.state is JobState.QUEUED)
        assert (row.lease_owner, row.attempts) == (None, 0)


async def test_the_pictures_of_an_album_are_painted_together_and_with_others(line: Line, ben: Person) -> None:
    studio = line.studio
    sent = await studio.anna.send_album([picture(*size) for size in ((320, 240), (240, 320), (200, 200))])
    file_ids = [file_id_of(message) for message in sent]
    async with while_another_is_painted(line, waiting=2):
        album = await studio.ask(kind=JobKind.ALBUM, photo_file_id=file_ids[0], album_file_ids=file_ids)
        await line.has(2)
        single = await studio.ask_as(ben, look=WAVE)
    assert (await studio.ended(single)).state is JobState.DONE
    ended = await studio.ended(album)
    assert (ended.state, len(ended.album_message_ids or ())) == (JobState.DONE, 3)
    assert studio.painter.batches == [4]


async def test_those_who_are_about_to_come_are_waited_for(
    line: Line, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, fetch, go_on = line.studio, Delivery.fetch, asyncio.Event()
    monkeypatch.setattr(batching, "GATHERING_S", 1.0)
    theirs = await ben.send_photo(picture(colour="red"))

    async def fetched_late(delivery: Delivery, file_id: str) -> bytes:
        if file_id == file_id_of(theirs):
            await go_on.wait()
        return await fetch(delivery, file_id)

    monkeypatch.setattr(Delivery, "fetch", fetched_late)
    async with while_another_is_painted(line, waiting=1):
        jobs = [await studio.ask_as(ben, photo_file_id=file_id_of(theirs)), await studio.ask(look=IRIS)]
        await studio.until(jobs[0], lambda row: row.state is JobState.RUNNING)
    await studio.until(jobs[1], lambda row: row.attempts == 1)
    go_on.set()
    for job in jobs:
        assert (await studio.ended(job)).state is JobState.DONE
    assert studio.painter.batches == [2]


def at_hand(**changes: Any) -> AtHand:
    priority = changes.pop("priority", 0)
    asked = wish(**changes)
    job = Job(
        id=f"{id(asked)}",
        kind=asked.kind,
        look=asked.look,
        picture=asked.picture,
        attempts=0,
        priority=priority,
    )
    return AtHand(job, Headway(1.0))


def member(pictures: int = 1, **changes: Any) -> Member:
    commission = Commission(b"", IRIS, (), "photo")
    return Member(at_hand(**changes), [commission] * pictures)


async def test_turns_decide_who_comes_along_and_there_is_room_for_so_many(database: Database) -> None:
    gathering = Gathering(Hands(database), 4)
    late, early, large, leader, unlike = (
        member(priority=2),
        member(priority=1),
        member(3, priority=0),
        member(),
        member(look=FIRST),
    )
    last = member(priority=3)
    with (
        gathering.waiting(last),
        gathering.waiting(late),
        gathering.waiting(unlike),
        gathering.waiting(early),
        gathering.waiting(leader),
    ):
        with gathering.waiting(large):
            assert await gathering.companions(leader) == [large]
        assert isinstance(large.leaves.result(), TakenAlong)
        assert await gathering.companions(leader) == [early, late, last]
        assert not unlike.leaves.done()
        assert await gathering.companions(leader) == [], "they have left"


async def test_with_nobody_else_at_hand_nobody_is_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "GATHERING_S", 60.0)
    hands = Hands(database)
    gathering, leader = Gathering(hands, 4), member()
    hands.take(leader.held.job, 1.0)
    other, busy_already = at_hand(look=FIRST).job, at_hand().job
    hands.take(other, 1.0)
    hands.take(busy_already, 1.0)
    hands[busy_already].headway.begin()
    with gathering.waiting(leader):
        async with asyncio.timeout(5):
            assert await gathering.companions(leader) == []


async def test_what_is_large_or_slow_is_like_nothing() -> None:
    assert likeness(at_hand().job) is not None
    assert likeness(at_hand(look=WAVE).job) == likeness(at_hand(kind=JobKind.RENDER).job)
    assert likeness(at_hand(look=SLOWLY).job) is None
    assert likeness(at_hand(picture=PictureKind.FILE).job) is None
    assert likeness(at_hand(look=replace(IRIS, side=4000)).job) is None
    assert likeness(at_hand(look=replace(IRIS, strength=7.0)).job) is None
    assert likeness(at_hand(kind=JobKind.SHEET).job) is None
