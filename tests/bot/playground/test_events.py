import asyncio

import aiohttp
from telegram import Bot

from tests.person import Person


async def read(url: str, count: int, **headers: str) -> list[tuple[int, str]]:
    """Return the number and type of the first ``count`` events of a stream."""
    seen: list[tuple[int, str]] = []
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        while len(seen) < count:
            block = (await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 10)).decode()
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in fields:
                seen.append((int(fields["id"]), fields["event"]))
    return seen


async def test_stream_tells_everything_in_order_and_resumes(bot: Bot, anna: Person) -> None:
    await anna.send_text("hello")
    sent = await bot.send_message(anna.chat_id, "one")
    await bot.edit_message_text("two", anna.chat_id, sent.message_id)
    await bot.send_chat_action(anna.chat_id, "typing")
    await bot.delete_message(anna.chat_id, sent.message_id)
    stream = f"{anna.url}/api/chats/{anna.chat_id}/events"
    events = await read(f"{stream}?after=0", 5)
    assert [type_ for _, type_ in events] == ["message", "message", "edit", "action", "delete"]
    numbers = [number for number, _ in events]
    assert numbers == sorted(set(numbers))
    assert await read(f"{stream}?after={numbers[2]}", 2) == events[3:]
    assert await read(stream, 1, **{"Last-Event-ID": str(numbers[3])}) == events[4:]


async def test_one_stream_tells_of_one_chat_the_other_of_all(bot: Bot, anna: Person) -> None:
    ben = await Person.join(anna.url, "Ben")
    try:
        await bot.send_message(ben.chat_id, "to Ben")
        await bot.send_message(anna.chat_id, "to Anna")
        every = await read(f"{anna.url}/api/events?after=0", 3)
        assert [type_ for _, type_ in every] == ["chats", "message", "message"]
        assert await read(f"{anna.url}/api/chats/{anna.chat_id}/events?after=0", 1) == every[2:]
    finally:
        await ben.close()


async def test_streams_tell_at_once(bot: Bot, anna: Person) -> None:
    for stream in (f"{anna.url}/api/chats/{anna.chat_id}/events", f"{anna.url}/api/events"):
        # It fails before a silent stream would look for news by itself.
        waiting = asyncio.create_task(read(stream, 1))
        while not waiting.done():
            await bot.send_message(anna.chat_id, "now")
            await asyncio.wait([waiting], timeout=0.05)
        assert [type_ for _, type_ in await waiting] == ["message"]


async def test_without_a_beginning_the_stream_begins_now(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.chat_id, "past")
    waiting = asyncio.create_task(anna.wait_for_event("message"))
    while not waiting.done():
        await bot.send_message(anna.chat_id, "now")
        await asyncio.wait([waiting], timeout=0.05)
    assert (await waiting).data["message"]["text"] == "now"
