"""What does the conversation add to the painting? `python -m tests.benchmarks.chats`.

The real bot and worker beside a playground, each a process of its own, with a stand-in for the engine that takes next
to no time. First 20 people send photos, at their own pace and then all in the same moment. Of each photo two times are
told: from received to sent, both by the playground's clock, from the update's going out to the bot until the bot's
sendPhoto with the result has come in to its last byte; and the person's wait, from tapping send until the painting is
in the chat, in which the playground's own work counts as well. Beside them stands what a photo takes of the processor
in each process, since all of them share one machine's cores. The baseline is the same hops without the bot: a photo
fetched from the playground and sent back to it.

Then 50 people press buttons under their results at random for a minute, those that paint something and those that lead
to them: nothing may be lost, doubled or answered to the wrong chat, and each message must show what was last asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import statistics
import tempfile
import time
from collections import Counter, deque
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import av
import telegram
from PIL import Image
from sqlalchemy import select

from bot import paging
from bot.pictures.sheet import MOST
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.telegram_client import JOBS_IN_FLIGHT, for_pictures
from bot.views.callback_data import Press, Verb
from tests.benchmarks import processor, telltale
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of, file_id_of
from tests.playground_server import TOKEN
from tests.stand_in_engine import mark_of, mark_of_film, mark_of_sheet, mark_of_strip

PHOTO_SIZE = (1280, 960)
PATIENCE_S = 60.0
REST_S = 3.0

# What stands in the place of the painting whose button was tapped.
REPAINTING = frozenset(
    (
        Verb.STYLE,
        Verb.STEP,
        Verb.STRENGTH,
        Verb.COLOURS,
        Verb.STROKE,
        Verb.METHOD,
        Verb.PICK,
        Verb.PART,
        Verb.SURPRISE,
        Verb.VARY,
        Verb.STRIP,
        Verb.BETWEEN,
        Verb.GALLERY,
    )
)
# What leads to it, and back.
OPENING = frozenset((Verb.MORE, Verb.STRENGTHS, Verb.MIX, Verb.BACK))
# What comes as a message of its own, in answer to the painting.
ADDING = frozenset((Verb.FILE, Verb.FILM))


@dataclass
class Guest:
    """Somebody with a chat, and what they count."""

    number: int
    person: Person
    # By the messages that they are.
    photos: dict[int, int] = field(default_factory=dict)
    # Those that are yet to be sent: drawn before the clock starts, since all processes share the machine.
    drawn: deque[bytes] = field(default_factory=deque)

    def draw(self, count: int) -> None:
        """Have so many photos ready to send."""
        first = len(self.photos) + len(self.drawn)
        self.drawn.extend(telltale.photo(self.number, first + each, PHOTO_SIZE) for each in range(count))

    async def send(self) -> Sent:
        """Send a photo and wait for the painting."""
        if not self.drawn:
            self.draw(1)
        started = time.monotonic()
        sent = await self.person.send_photo(self.drawn.popleft())
        self.photos[sent["message_id"]] = len(self.photos)
        result = await self.person.wait_for(is_painting, PATIENCE_S, after=sent)
        return Sent(self, sent["message_id"], result, time.monotonic() - started)


@dataclass(frozen=True)
class Sent:
    """A photo that was answered: its message, the painting's, and the seconds that the person waited."""

    by: Guest
    message_id: int
    result: Json
    wait: float


def is_painting(message: Json) -> bool:
    return bool(message["from_bot"]) and "photo" in message


async def latency(easel: EaselProcess, people: int, rounds: int) -> None:
    async with AsyncExitStack() as stack:
        guests = [await guest(stack, easel, number) for number in range(people)]
        await asyncio.gather(*(one.send() for one in guests))
        for name, pace in (("at their own pace, one photo in 4 s each", 4.0), ("all in the same moment", 0.0)):
            for one in guests:
                one.draw(rounds)
            before = _processor_seconds(easel)
            sent: list[Sent] = []
            for _ in range(rounds):
                sent += await asyncio.gather(*(_after(random.uniform(0, pace), one) for one in guests))
                if pace == 0:
                    await asyncio.sleep(0.5)
            after = _processor_seconds(easel)
            print(f"{people} people, {name}:")
            print(f"  from received to sent: {_spread(await received_to_sent(sent))}")
            print(f"  the person's wait:     {_spread([one.wait for one in sent])}")
            taken = ", ".join(f"{who} {1000 * (after[who] - before[who]) / len(sent):.0f} ms" for who in before)
            print(f"  processor per photo:   {taken}")
        hops = await baseline(easel, guests[0])
        print(f"the same hops without the bot: median {1000 * hops:.0f} ms")


async def _after(seconds: float, one: Guest) -> Sent:
    await asyncio.sleep(seconds)
    return await one.send()


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return (
        f"median {1000 * statistics.median(ordered):.0f} ms, "
        f"95 % within {1000 * ordered[int(0.95 * len(ordered))]:.0f} ms"
    )


def _processor_seconds(easel: EaselProcess) -> dict[str, float]:
    """Return what each process has had of the processor so far; the people are this one."""
    return {
        "playground": processor.seconds(easel.playground_pid),
        "bot": processor.seconds(easel.pid, without=easel.worker_pid),
        "worker": processor.seconds(easel.worker_pid),
        "the people": time.process_time(),
    }


async def received_to_sent(sent: list[Sent]) -> list[float]:
    """Return the seconds between the bot's being given each photo and its sending the result, by the playground."""
    seconds = []
    for one in {id(each.by): each.by for each in sent}.values():
        given = {update["message_id"]: update["at"] for update in reversed(await one.person.deliveries())}
        answered = {
            call["params"]["reply_parameters"]["message_id"]: call["at"] for call in await one.person.calls("sendPhoto")
        }
        mine = [each.message_id for each in sent if each.by is one]
        seconds += [answered[message_id] - given[message_id] for message_id in mine]
    return seconds


async def baseline(easel: EaselProcess, one: Guest) -> float:
    """Return the seconds that fetching a photo and sending it back takes, which no bot can do without."""
    bot = telegram.Bot(TOKEN, f"{easel.url}/bot", f"{easel.url}/file/bot", request=for_pictures(JOBS_IN_FLIGHT))
    message = await one.person.send_photo(telltale.photo(one.number, 0, PHOTO_SIZE))
    await one.person.wait_for(is_painting, PATIENCE_S, after=message)
    taken = []
    async with bot:
        for _ in range(20):
            started = time.monotonic()
            file = await bot.get_file(file_id_of(message))
            await bot.send_photo(one.person.chat_id, bytes(await file.download_as_bytearray()))
            taken.append(time.monotonic() - started)
    return statistics.median(taken)


async def storm(easel: EaselProcess, people: int, seconds: float) -> int:
    """Let people press buttons at random; return how many things went wrong."""
    database = Database(f"sqlite+aiosqlite:///{easel.data_dir / 'easel.db'}")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        guests = [await guest(stack, easel, number) for number in range(people)]
        ends = time.monotonic() + seconds
        presses = sum(await asyncio.gather(*(_press(one, ends) for one in guests)), Counter[Verb]())
        await _rest(database)
        pressed = ", ".join(f"{verb.value} {count}" for verb, count in presses.most_common())
        print(f"{people} people pressed {presses.total()} buttons in {seconds:.0f} s: {pressed}")
        faults = await asyncio.gather(*(_audit(database, one) for one in guests))
    wrong = [fault for each in faults for fault in each]
    for fault in wrong[:20]:
        print(f"  {fault}")
    print(f"lost, doubled, stale or astray: {len(wrong)}")
    return len(wrong)


async def _press(one: Guest, ends: float) -> Counter[Verb]:
    pressed: Counter[Verb] = Counter()
    dice = random.Random(one.number)
    result = (await one.send()).result
    while time.monotonic() < ends:
        now = next(m for m in await one.person.messages() if m["message_id"] == result["message_id"])
        buttons = _buttons(now, adding=dice.random() < 0.2)
        if buttons:
            # The way to some of them is long.
            (verb,) = dice.choices(list(buttons), [1 / (1 + pressed[verb]) for verb in buttons])
            await one.person.press(now, dice.choice(buttons[verb]), force=True)
            pressed[verb] += 1
        if dice.random() < 0.1:
            result = (await one.send()).result
        await asyncio.sleep(dice.uniform(0, 0.5))
    return pressed


def _buttons(message: Json, *, adding: bool) -> dict[Verb, list[str]]:
    """Return what the buttons under a message carry, by their verbs; without those that nothing is painted for."""
    wanted = REPAINTING | OPENING | (ADDING if adding else frozenset())
    found: dict[Verb, list[str]] = {}
    for button in buttons_of(message):
        press = Press.unpack(button["callback_data"])
        assert press is not None, button
        if press.verb in wanted:
            found.setdefault(press.verb, []).append(button["callback_data"])
    return found


async def _rest(database: Database) -> None:
    """Wait until nothing has been asked for or finished for a while."""
    before: object = None
    quiet = time.monotonic()
    while time.monotonic() - quiet < REST_S:
        async with database.snapshot() as db:
            now = (await db.execute(select(Job.id, Job.state).order_by(Job.id))).all()
        if now != before or any(state in (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING) for _, state in now):
            before, quiet = now, time.monotonic()
        await asyncio.sleep(0.25)


async def _audit(database: Database, one: Guest) -> list[str]:
    """Return what is wrong in a chat that has come to rest."""
    async with database.snapshot() as db:
        jobs = list(await db.scalars(select(Job).where(Job.chat_id == one.person.chat_id).order_by(Job.created_at)))
    last = {job.edit_message_id or job.result_message_id: job for job in jobs}
    messages = {m["message_id"]: m for m in await one.person.messages() if m["from_bot"] and not m["deleted"]}
    wrong = [f"job {job.id} is {job.state.value}: {job.error}" for job in jobs if not _is_well(job)]
    answers = Counter(message.get("reply_to_message", {}).get("message_id") for message in messages.values())
    wrong += [f"{answers[mine]} answers to message {mine}" for mine in one.photos if answers[mine] != 1]
    for message_id, message in messages.items():
        job = last.pop(message_id, None)
        if job is None:
            wrong.append(f"message {message_id} comes from no job: {message.get('text')}")
        elif fault := await _fault(one, job, message):
            wrong.append(f"message {message_id}, {job.kind.value} {job.id}: {fault}")
    wrong += [f"job {job.id} has no message" for job in last.values() if job.state is JobState.DONE]
    return [f"chat {one.number}: {fault}" for fault in wrong]


def _is_well(job: Job) -> bool:
    """Tell whether a job came to a good end: delivered, or overtaken by a newer wish for the same message."""
    if job.state is JobState.CANCELLED:
        return job.edit_message_id is not None and job.error in ("superseded", "MootError: superseded")
    return job.state is JobState.DONE and job.error is None


async def _fault(one: Guest, job: Job, message: Json) -> str | None:
    """Return what is wrong with what a message shows; None if it is what the job asked for."""
    data = await one.person.download(message)
    is_film = job.kind is JobKind.FILM
    image = _first_frame(data) if is_film else Image.open(io.BytesIO(data))
    whose = telltale.read(image)
    if whose is None or whose[0] != one.number:
        return f"shows {whose}, somebody else's photo"
    if ("document" in message and not is_film) != (job.picture is PictureKind.FILE):
        return "came as something else"
    if not telltale.has_mark(image, _mark(job)):
        return "does not show the last wish"
    return None


def _mark(job: Job) -> telltale.Colour:
    match job.kind:
        case JobKind.SHEET:
            return mark_of_sheet(job.look, paging.page(job.choices or (), job.page or 0, MOST).first + 1)
        case JobKind.STRIP:
            return mark_of_strip(job.look)
        case JobKind.FILM:
            return mark_of_film(job.look)
        case _:
            return mark_of(job.look)


def _first_frame(film: bytes) -> Image.Image:
    with av.open(io.BytesIO(film), "r") as container:
        frame = next(container.decode(video=0))
        return Image.fromarray(frame.to_ndarray(format="rgb24"))


async def guest(stack: AsyncExitStack, easel: EaselProcess, number: int) -> Guest:
    person = await Person.join(easel.url, f"Guest {number}")
    stack.push_async_callback(person.close)
    return Guest(number, person)


def main() -> None:
    """Print the figures; the exit status tells whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pressing", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        EaselProcess(
            Path(folder), module="tests.stand_in_engine", jobs_per_minute="100000", jobs_per_day="1000000"
        ) as easel,
    ):
        easel.start()
        asyncio.run(latency(easel, options.people, options.rounds))
        wrong = asyncio.run(storm(easel, options.pressing, options.seconds))
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
