"""What does the conversation add to the painting? `python -m tests.benchmarks.chats`.

The real bot and worker beside a playground, each a process of its own, with a stand-in for the engine that takes next
to no time. First, from photo received to result sent, with 20 people who send photos at their own pace and then all in
the same moment; the baseline is the same hops without the bot: a photo fetched from the playground and sent back to it.
Then 50 people press buttons at random for a minute: nothing may be lost, doubled or answered to the wrong chat.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import telegram
from PIL import Image

from bot.look import Look
from bot.settings import Settings
from bot.telegram_client import for_pictures
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of, file_id_of
from tests.playground_server import TOKEN
from tests.stand_in_engine import MARK, mark_of

PHOTO_SIDE = (1280, 960)
PATIENCE_S = 60.0


def photo(number: int) -> bytes:
    """A photo of one colour, which tells whose it is."""
    out = io.BytesIO()
    Image.new("RGB", PHOTO_SIDE, colour_of(number)).save(out, "JPEG", quality=92)
    return out.getvalue()


def colour_of(number: int) -> tuple[int, int, int]:
    return (number * 37 % 200 + 28, number * 71 % 200 + 28, number * 113 % 200 + 28)


@dataclass
class Guest:
    """Somebody with a chat, and what they count."""

    number: int
    person: Person
    photos: int = 0
    waits: list[float] = field(default_factory=list)

    async def send(self) -> Json:
        """Send a photo and wait for the painting; note the seconds from its arrival to the painting's."""
        self.photos += 1
        started = time.monotonic()
        sent = await self.person.send_photo(photo(self.number))
        arrived = time.monotonic()
        result = await self.person.wait_for(is_painting, PATIENCE_S, after=sent)
        self.waits.append(time.monotonic() - (started + arrived) / 2)
        return result


def is_painting(message: Json) -> bool:
    return bool(message["from_bot"]) and "photo" in message


async def latency(easel: EaselProcess, people: int, rounds: int) -> None:
    async with AsyncExitStack() as stack:
        guests = [await guest(stack, easel, number) for number in range(people)]
        await asyncio.gather(*(one.send() for one in guests))
        for name, pace in (("at their own pace, one photo in 4 s each", 4.0), ("all in the same moment", 0.0)):
            for one in guests:
                one.waits.clear()
            for _ in range(rounds):
                await asyncio.gather(*(_after(random.uniform(0, pace), one) for one in guests))
                if pace == 0:
                    await asyncio.sleep(0.5)
            waits = sorted(wait for one in guests for wait in one.waits)
            print(
                f"{people} people, {name}: median {1000 * statistics.median(waits):.0f} ms, "
                f"95 % within {1000 * waits[int(0.95 * len(waits))]:.0f} ms"
            )
        hops = await baseline(easel, guests[0])
        print(f"the same hops without the bot: median {1000 * hops:.0f} ms")


async def _after(seconds: float, one: Guest) -> None:
    await asyncio.sleep(seconds)
    await one.send()


async def baseline(easel: EaselProcess, one: Guest) -> float:
    """Return the seconds that fetching a photo and sending it back takes, which no bot can do without."""
    settings = Settings(telegram_token=TOKEN, telegram_api_url=easel.url)  # type: ignore[arg-type]
    bot = telegram.Bot(TOKEN, f"{easel.url}/bot", f"{easel.url}/file/bot", request=for_pictures(settings))
    sent = await one.person.send_photo(photo(one.number))
    await one.person.wait_for(is_painting, PATIENCE_S, after=sent)
    taken = []
    async with bot:
        for _ in range(20):
            started = time.monotonic()
            file = await bot.get_file(file_id_of(sent))
            await bot.send_photo(one.person.chat_id, bytes(await file.download_as_bytearray()))
            taken.append(time.monotonic() - started)
    return statistics.median(taken)


async def storm(easel: EaselProcess, people: int, seconds: float) -> int:
    """Let people press buttons at random; return how many things went wrong."""
    async with AsyncExitStack() as stack:
        guests = [await guest(stack, easel, number) for number in range(people)]
        ends = time.monotonic() + seconds
        presses = await asyncio.gather(*(_press(one, ends) for one in guests))
        print(f"{people} people pressed {sum(presses)} buttons in {seconds:.0f} s")
        faults = await asyncio.gather(*(_audit(easel, one) for one in guests))
    wrong = [fault for each in faults for fault in each]
    for fault in wrong[:20]:
        print(f"  {fault}")
    print(f"lost, doubled, stale or astray: {len(wrong)}")
    return len(wrong)


async def _press(one: Guest, ends: float) -> int:
    pressed = 0
    dice = random.Random(one.number)
    result = await one.send()
    while time.monotonic() < ends:
        now = next(m for m in await one.person.messages() if m["message_id"] == result["message_id"])
        buttons = [button for button in buttons_of(now) if dice.random() < 0.5 or not _opens(button)]
        if buttons:
            await one.person.press(now, dice.choice(buttons)["callback_data"], force=True)
            pressed += 1
        if dice.random() < 0.1:
            result = await one.send()
        await asyncio.sleep(dice.uniform(0, 0.5))
    return pressed


def _opens(button: Json) -> bool:
    """Tell whether a button only opens others."""
    return button.get("callback_data", "").count(":") < 2


async def _audit(easel: EaselProcess, one: Guest) -> list[str]:
    """Return what is wrong in a chat once it has come to rest."""
    await _rest(one)
    wrong = []
    messages = [m for m in await one.person.messages() if not m["deleted"]]
    sent = [m for m in messages if not m["from_bot"] and "photo" in m]
    for mine in sent:
        answers = [
            m
            for m in messages
            if m["from_bot"] and m.get("reply_to_message", {}).get("message_id") == mine["message_id"]
        ]
        if len(answers) != 1:
            wrong.append(f"chat {one.number}: {len(answers)} answers to message {mine['message_id']}")
    shown = await asyncio.to_thread(_looks_of, easel, one.person.chat_id)
    for message in (m for m in messages if is_painting(m)):
        with Image.open(io.BytesIO(await one.person.download(message))) as image:
            inside = image.getpixel((image.width // 2, image.height // 2))
            mark = image.getpixel((MARK // 2, MARK // 2))
        if _far(inside, colour_of(one.number)):
            wrong.append(f"chat {one.number}: message {message['message_id']} shows somebody else's photo")
        look = shown.get(message["message_id"])
        if look is not None and _far(mark, mark_of(look)):
            wrong.append(f"chat {one.number}: message {message['message_id']} does not show the last wish")
    return wrong


def _looks_of(easel: EaselProcess, chat_id: int) -> dict[int, Look]:
    """Return the look of the last wish for each message of a chat."""
    import json
    import sqlite3

    with sqlite3.connect(easel.data_dir / "easel.db") as db:
        rows = db.execute(
            "SELECT coalesce(edit_message_id, result_message_id), look, state FROM jobs WHERE chat_id = ? "
            "AND kind = 'paint' AND picture = 'photo' ORDER BY created_at",
            (chat_id,),
        ).fetchall()
    return {message: Look.from_json(json.loads(look)) for message, look, _ in rows if message is not None}


async def _rest(one: Guest) -> None:
    """Wait until nothing has changed in the chat for two seconds."""
    before: list[Json] = []
    quiet = time.monotonic()
    while time.monotonic() - quiet < 2.0:
        now = await one.person.messages()
        if now != before:
            before, quiet = now, time.monotonic()
        await asyncio.sleep(0.25)


def _far(colour: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return max(abs(int(a) - b) for a, b in zip(colour, other, strict=True)) > 12


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
