"""Long work over HTTP: the real bot, its worker and a method that takes its time."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.storage.database import Database
from tests.bot.drawing import encoded, landscape
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of
from tests.playground_server import PlaygroundServer

# Starting a process, loading torch, and one painting on a busy machine.
PATIENCE_S = 90.0
BAR = "▱"
# What is promised is two seconds or the step of the method that is under way, here on a busy machine.
STOPPED_S = 10.0


@pytest.fixture
async def easel(running_bot: EaselProcess) -> EaselProcess:
    """The bot, alive again where a test has left it dead."""
    if not running_bot.is_running:
        running_bot.start()
    return running_bot


@pytest.fixture
async def anna(easel: EaselProcess) -> AsyncIterator[Person]:
    """A person who has all the time in the world."""
    anna = await Person.join(easel.url, "Anna")
    said = await anna.send_text("/iterations 1000")
    await anna.wait_for(lambda m: m["from_bot"], PATIENCE_S, after=said)
    yield anna
    await anna.close()


def shows(words: str, message: Json) -> bool:
    return bool(message["from_bot"] and words in str(message.get("caption", message.get("text"))))


def is_result(message: Json) -> bool:
    return bool(message["from_bot"] and "photo" in message and len(buttons_of(message)) > 2)


async def test_while_one_painting_takes_its_time_others_get_theirs_and_it_can_be_stopped(
    easel: EaselProcess, anna: Person
) -> None:
    photo = await anna.send_photo(encoded(landscape(480, 320)))
    told = await anna.wait_for(lambda m: shows(BAR, m) and "photo" in m, PATIENCE_S, after=photo)
    assert told["reply_to_message"]["message_id"] == photo["message_id"]

    ben = await Person.join(easel.url, "Ben")
    try:
        quick = await ben.send_photo(encoded(landscape(480, 320)))
        await ben.wait_for(is_result, PATIENCE_S, after=quick)
        assert BAR in (await anna.messages())[-1]["caption"], "it was painted after the long one, not in between"
    finally:
        await ben.close()

    asked_at = time.monotonic()
    assert (await anna.press(told, "✕"))["text"] == "Stopping…"
    stopped = await anna.wait_for(lambda m: shows("Stopped", m), PATIENCE_S, after=photo)
    assert time.monotonic() - asked_at < STOPPED_S
    assert stopped["message_id"] == told["message_id"]
    await anna.press(stopped, "quickly")
    result = await anna.wait_for(is_result, PATIENCE_S, after=photo)
    assert result["message_id"] == told["message_id"]


async def test_a_painting_whose_worker_is_killed_goes_on_in_the_same_message(easel: EaselProcess, anna: Person) -> None:
    said = await anna.send_text("/iterations 300")
    await anna.wait_for(lambda m: m["from_bot"], PATIENCE_S, after=said)
    photo = await anna.send_photo(encoded(landscape(160, 120)))
    # It has been changed since it was sent: that it was sent is known for good.
    told = await anna.wait_for(lambda m: shows(BAR, m) and "photo" in m, PATIENCE_S, after=photo)
    easel.kill_worker()
    result = await anna.wait_for(is_result, PATIENCE_S, after=photo)
    assert result["message_id"] == told["message_id"]
    assert [m["message_id"] for m in await anna.messages(photo["message_id"])] == [told["message_id"]]


async def test_a_painting_stopped_while_its_bot_is_dead_is_stopped_when_it_is_back(
    easel: EaselProcess, anna: Person
) -> None:
    photo = await anna.send_photo(encoded(landscape(480, 320)))
    told = await anna.wait_for(lambda m: shows(BAR, m) and "photo" in m, PATIENCE_S, after=photo)
    easel.kill()
    tap = asyncio.create_task(anna.press(told, "✕"))
    easel.start()
    await anna.wait_for(lambda m: shows("Stopped", m), PATIENCE_S, after=photo)
    tap.cancel()
    assert [m["message_id"] for m in await anna.messages(photo["message_id"])] == [told["message_id"]]


async def test_who_waits_is_told_the_place_in_the_line_and_for_how_long(
    database: Database, playground: PlaygroundServer
) -> None:
    painter = StandInPainter()
    painter.seconds = 60.0
    async with whole_bot(database, playground, painter), AsyncExitStack() as chats:
        people = [await chats.enter_async_context(await Person.join(playground.url, name)) for name in "ABC"]
        for person in people:
            taught = await person.send_photo(picture(), "/style mine")
            await person.wait_for(lambda m: shows("is ready", m), after=taught)
        painter.free.clear()
        photos = [await person.send_photo(picture(), "/method gatys") for person in people[:1]]
        await asyncio.to_thread(painter.begun.wait, PATIENCE_S)
        for place, person in zip(("is next", "is number 2 in the line"), people[1:], strict=True):
            photos.append(await person.send_photo(picture(), "/method gatys"))
            told = await person.wait_for(lambda m, place=place: shows(place, m), after=photos[-1])
            assert re.fullmatch(rf"Your picture {place}: about \d+ (s|min)\.", told["text"])
        # The one in the middle gives up, and the last moves on.
        waiting = await people[1].wait_for(lambda m: shows("is next", m))
        assert (await people[1].press(waiting, "✕"))["text"] == "Stopped."
        await people[2].wait_for(lambda m: shows("is next", m), after=photos[2])
        painter.free.set()
        for person, photo in ((people[0], photos[0]), (people[2], photos[2])):
            await person.wait_for(is_result, after=photo)
        assert not any(is_result(message) for message in await people[1].messages(photos[1]["message_id"]))
