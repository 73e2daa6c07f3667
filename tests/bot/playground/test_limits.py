import asyncio
from datetime import timedelta

import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import RetryAfter

from bot.playground.errors import BotApiError, PersonError
from bot.playground.limits import Limits
from bot.playground.records import Chat
from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError

GROUP = Chat(-5, "group", "Painters", {"id": 1}, "member", 0, None, None)
ANNA = Chat(1, "private", "Anna", {"id": 1}, "member", 0, None, None)


class Clock:
    """Stands in for the time module of the limits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("bot.playground.limits.time", clock)
    return clock


def retry_after(limits: Limits, chat: Chat, messages: int = 1) -> int:
    """Return how long the next messages have to wait, 0 if they were let through."""
    try:
        limits.admit(chat, messages)
    except BotApiError as error:
        return int((error.parameters or {})["retry_after"])
    return 0


def test_twenty_messages_a_minute_into_one_group(clock: Clock) -> None:
    limits = Limits()
    for _ in range(20):
        assert retry_after(limits, GROUP) == 0
        clock.now += 1
    assert retry_after(limits, GROUP) == 40
    clock.now += 39
    assert retry_after(limits, GROUP) == 1
    clock.now += 1
    assert retry_after(limits, GROUP) == 0
    assert retry_after(limits, GROUP) == 1
    assert [retry_after(limits, ANNA) for _ in range(100)] == [0] * 100


def test_an_album_counts_each_picture_and_waits_as_a_whole(clock: Clock) -> None:
    limits = Limits()
    assert retry_after(limits, GROUP, 10) == 0
    clock.now += 10
    assert retry_after(limits, GROUP, 9) == 0
    assert retry_after(limits, GROUP, 2) == 50
    assert retry_after(limits, GROUP, 1) == 0


def test_the_overall_limit_is_over_all_chats(clock: Clock) -> None:
    limits = Limits()
    limits.set({"overall": {"messages": 2, "seconds": 1}, "group": False})
    assert [retry_after(limits, chat) for chat in (ANNA, GROUP, ANNA)] == [0, 0, 1]
    limits.set({"overall": None})
    assert retry_after(limits, ANNA) == 0


def test_a_private_chat_lets_a_burst_pass(clock: Clock) -> None:
    limits = Limits()
    limits.set({"private": True})
    assert [retry_after(limits, ANNA) for _ in range(11)] == [0] * 10 + [10]


@pytest.mark.parametrize("value", [{"messages": 0, "seconds": 1}, {"messages": 3}, 7, "many"])
def test_wrong_limits(value: object) -> None:
    with pytest.raises(PersonError, match="messages and seconds"):
        Limits().set({"group": value})


async def test_the_bot_is_told_when_to_come_back(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    await anna.limit(group={"messages": 3, "seconds": 3600})
    await bot.send_message(group.chat_id, "one")
    album = [InputMediaPhoto(drawn(20, 10)) for _ in range(2)]
    await bot.send_media_group(group.chat_id, album)
    for call in (
        bot.send_message(group.chat_id, "two"),
        bot.send_photo(group.chat_id, drawn(20, 10)),
        bot.copy_message(group.chat_id, group.chat_id, 101),
        bot.forward_message(group.chat_id, group.chat_id, 101),
    ):
        with pytest.raises(RetryAfter) as refused:
            await call
        assert refused.value.retry_after == timedelta(hours=1)
    # Edits, and messages into other chats, go through.
    await asyncio.gather(*(bot.send_message(anna.chat_id, "hello") for _ in range(25)))
    assert sum(message["from_bot"] for message in await group.messages()) == 3
    with pytest.raises(PersonApiError, match="no limit edits"):
        await anna.limit(edits=True)
