import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.bot.jobs.studio import taken
from tests.person import Person, PersonApiError


async def test_429_tells_when_to_come_back_and_is_used_up(bot: Bot, anna: Person) -> None:
    await anna.fault("sendMessage", "429", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(anna.chat_id, "hello")
        assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(anna.chat_id, "hello")
    assert [call["status"] for call in await anna.calls("sendMessage")] == [429, 429, 200]
    assert len(await anna.messages()) == 1


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("500", NetworkError, "Internal Server Error"),
        ("502", NetworkError, "Bad Gateway"),
        ("403", Forbidden, "bot was blocked by the user"),
        ("400", BadRequest, "Simulated"),
    ],
)
async def test_errors(bot: Bot, anna: Person, kind: str, error: type[TelegramError], words: str) -> None:
    await anna.fault("*", kind)
    with pytest.raises(error, match=words):
        await bot.send_message(anna.chat_id, "hello")
    assert await anna.messages() == []


@pytest.mark.parametrize("after_effect", [False, True])
async def test_dropped_connection(bot: Bot, anna: Person, after_effect: bool) -> None:
    await anna.fault("sendMessage", "drop", after_effect=after_effect)
    with pytest.raises(NetworkError):
        await bot.send_message(anna.chat_id, "hello")
    assert [message["text"] for message in await anna.messages()] == ["hello"] * after_effect
    assert (await anna.calls("sendMessage"))[0]["status"] == 0


async def test_answer_lost_after_the_effect(bot: Bot, anna: Person) -> None:
    await anna.fault("sendMessage", "502", after_effect=True, description="Bad Gateway: lost")
    with pytest.raises(NetworkError, match="Bad Gateway: lost"):
        await bot.send_message(anna.chat_id, "hello")
    assert len(await anna.messages()) == 1


async def test_slow_answer_comes_and_a_timeout_does_not(bot: Bot, anna: Person) -> None:
    await anna.fault("sendMessage", "slow", seconds=0.3)
    start = time.monotonic()
    await bot.send_message(anna.chat_id, "slow")
    assert time.monotonic() - start >= 0.3
    await anna.fault("sendMessage", "timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(anna.chat_id, "never", read_timeout=0.3)
    assert [message["text"] for message in await anna.messages()] == ["slow"]


async def test_downloads_fail_on_their_own(bot: Bot, anna: Person) -> None:
    sent = await anna.send_file(b"content", "notes.txt")
    file = await bot.get_file(sent["document"]["file_id"])
    await anna.fault("file", "drop")
    await anna.fault("file", "500")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await file.download_as_bytearray()
    assert await file.download_as_bytearray() == b"content"


async def test_faults_are_listed_cleared_and_checked(bot: Bot, anna: Person) -> None:
    await anna.fault("sendPhoto", "500", times=3)
    assert [(one["method"], one["kind"], one["times"]) for one in await anna.faults()] == [("sendPhoto", "500", 3)]
    await anna.clear_faults()
    assert await anna.faults() == []
    with pytest.raises(PersonApiError, match="kind must be one of"):
        await anna.fault("sendPhoto", "explode")


async def test_what_is_held_goes_on_when_it_is_released_the_oldest_first(bot: Bot, anna: Person) -> None:
    await anna.fault("sendMessage", "held")
    first = asyncio.create_task(bot.send_message(anna.chat_id, "first"))
    await taken(anna, "sendMessage")
    await anna.fault("sendMessage", "held")
    second = asyncio.create_task(bot.send_message(anna.chat_id, "second"))
    await taken(anna, "sendMessage")
    await bot.send_message(anna.chat_id, "third")
    await anna.release("sendMessage")
    await first
    assert not second.done()
    await anna.release("sendMessage")
    await second
    assert [message["text"] for message in await anna.messages()] == ["third", "first", "second"]
    with pytest.raises(PersonApiError, match="no call of sendMessage is held"):
        await anna.release("sendMessage")


async def test_disarming_lets_go_what_is_held(bot: Bot, anna: Person) -> None:
    await anna.fault("sendMessage", "held")
    sending = asyncio.create_task(bot.send_message(anna.chat_id, "first"))
    await taken(anna, "sendMessage")
    await anna.clear_faults()
    await sending
