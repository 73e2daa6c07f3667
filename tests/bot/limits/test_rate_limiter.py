import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InputMediaPhoto
from telegram.constants import ChatAction
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.limits import rate_limiter
from bot.limits.rate_limiter import Dropped, RateLimiter, Urgency
from bot.limits.retry_after import seconds_of
from bot.limits.telegram_limits import SHARE_OF_BOT, SHARE_OF_WORKER, Limits
from tests.bot.limits.clock import FakeClock
from tests.bot.stand_in import picture
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer

ANNA, BEN, GROUP = 1, 2, -5


class Telegram:
    """Takes note of the moments of calls, and fails as it is told to."""

    def __init__(self, longest_wait: float = 60.0, limits: Limits | None = None, takes: float = 0.0) -> None:
        self.clock = FakeClock()
        self.calls: list[tuple[float, int | None]] = []
        self.errors: dict[int | None, list[Exception]] = {}
        self._takes = takes
        self._limiter = RateLimiter(limits or Limits(), longest_wait, clock=self.clock.now, sleep=self.clock.sleep)

    async def call(self, endpoint: str, chat_id: int | None = None, urgency: Urgency | None = None, **data: Any) -> Any:
        async def made() -> str:
            self.calls.append((self.clock.time - 1000.0, chat_id))
            if self._takes:
                await self.clock.sleep(self._takes)
            if errors := self.errors.get(chat_id):
                raise errors.pop(0)
            return "done"

        if chat_id is not None:
            data["chat_id"] = chat_id
        return await self._limiter.process_request(made, (), {}, endpoint, data, urgency)

    def moments(self, chat_id: int | None) -> list[float]:
        return [moment for moment, whose in self.calls if whose == chat_id]


async def test_a_group_gets_no_more_than_20_messages_in_any_minute() -> None:
    telegram = Telegram(longest_wait=600.0)
    await asyncio.gather(*(telegram.call("sendMessage", GROUP) for _ in range(30)), telegram.call("getChat", GROUP))
    assert [moment for moment, _ in telegram.calls] == [0.0] * 21 + [60.0] * 10


async def test_the_minute_counts_from_the_answers() -> None:
    telegram = Telegram(longest_wait=600.0, takes=3.0)
    await asyncio.gather(*(telegram.call("editMessageText", GROUP) for _ in range(21)))
    assert telegram.moments(GROUP) == [0.0] * 20 + [63.0]


async def test_a_person_gets_a_burst_and_then_one_a_second() -> None:
    telegram = Telegram(limits=Limits(per_second=1000))
    await asyncio.gather(*(telegram.call("sendMessage", ANNA) for _ in range(13)))
    assert telegram.moments(ANNA) == [0.0] * 10 + [1.0, 2.0, 3.0]


async def test_all_chats_together_get_no_more_than_30_messages_a_second() -> None:
    telegram = Telegram()
    await asyncio.gather(*(telegram.call("sendMessage", chat_id) for chat_id in range(1, 66)))
    assert Counter(moment for moment, _ in telegram.calls) == {0.0: 30, 1.0: 30, 2.0: 5}


async def test_a_full_group_keeps_nobody_else_waiting() -> None:
    telegram = Telegram(longest_wait=600.0)
    await asyncio.gather(*(telegram.call("sendMessage", GROUP) for _ in range(25)), telegram.call("sendPhoto", ANNA))
    assert telegram.moments(ANNA) == [0.0]


async def test_each_chat_is_served_in_the_order_of_asking() -> None:
    telegram, answered = Telegram(longest_wait=600.0), []

    async def say(number: int) -> None:
        await telegram.call("sendMessage", GROUP)
        answered.append(number)

    await asyncio.gather(*(say(number) for number in range(50)))
    assert answered == sorted(answered)


async def test_a_chat_that_telegram_closes_is_left_alone_and_no_other() -> None:
    telegram = Telegram()
    telegram.errors[ANNA] = [RetryAfter(7)]
    first = asyncio.create_task(telegram.call("sendMessage", ANNA))
    await asyncio.sleep(0)
    await asyncio.gather(first, telegram.call("sendMessage", ANNA), telegram.call("sendMessage", BEN))
    assert telegram.moments(ANNA) == [0.0, 7.0, 7.0]
    assert telegram.moments(BEN) == [0.0]


async def test_who_would_wait_too_long_is_told_how_long() -> None:
    telegram = Telegram(longest_wait=2.0)
    await asyncio.gather(*(telegram.call("sendMessage", GROUP) for _ in range(20)))
    with pytest.raises(RetryAfter) as refused:
        await telegram.call("sendMessage", GROUP)
    assert seconds_of(refused.value) == 60
    assert len(telegram.calls) == 20

    telegram.errors[ANNA] = [RetryAfter(30)]
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await telegram.call("sendMessage", ANNA)
    assert telegram.moments(ANNA) == [0.0]
    assert telegram.clock.time == 1000.0


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "answerInlineQuery"])
async def test_an_answer_to_a_button_or_a_query_never_waits_and_is_never_repeated(endpoint: str) -> None:
    telegram = Telegram(limits=Limits(per_second=1))
    await telegram.call("sendMessage", ANNA)
    assert await telegram.call(endpoint) == "done"
    telegram.errors[None] = [RetryAfter(5)]
    with pytest.raises(RetryAfter):
        await telegram.call(endpoint)
    assert await telegram.call(endpoint) == "done"
    assert telegram.clock.time == 1000.0


async def test_courtesies_leave_half_of_the_room_to_others() -> None:
    telegram, dropped = Telegram(), 0
    for _ in range(15):
        try:
            await telegram.call("editMessageCaption", GROUP, Urgency.COURTESY)
        except Dropped:
            dropped += 1
    assert dropped == 5
    for _ in range(10):
        await telegram.call("sendMessage", GROUP)
    assert telegram.clock.time == 1000.0


async def test_what_is_typed_counts_for_nothing_but_is_left_out_where_room_is_short() -> None:
    telegram = Telegram()
    for _ in range(30):
        await telegram.call("sendChatAction", GROUP)
    for _ in range(11):
        await telegram.call("sendMessage", GROUP)
    with pytest.raises(Dropped):
        await telegram.call("sendChatAction", GROUP)
    assert await telegram.call("sendChatAction", ANNA) == "done"


async def test_a_courtesy_is_no_reason_to_wait() -> None:
    telegram = Telegram()
    for error in (RetryAfter(5), NetworkError("down")):
        telegram.errors[ANNA] = [error]
        with pytest.raises(type(error)):
            await telegram.call("sendMessage", ANNA, Urgency.COURTESY)
        if isinstance(error, RetryAfter):
            with pytest.raises(Dropped):
                await telegram.call("sendMessage", ANNA, Urgency.COURTESY)
            assert telegram.clock.time == 1000.0
            telegram.clock.time += 5.0
    assert len(telegram.calls) == 2


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (BadRequest("no such chat"), 1),
        (TimedOut(), 1),
        (RetryAfter(3600), 1),
        (RetryAfter(3), rate_limiter.ATTEMPTS),
        (NetworkError("down"), rate_limiter.ATTEMPTS),
        (NetworkError("Request Entity Too Large"), 1),
    ],
)
async def test_what_repeating_cannot_mend_is_raised(error: TelegramError, calls: int) -> None:
    telegram = Telegram()
    telegram.errors[ANNA] = [error] * 10
    with pytest.raises(type(error)):
        await telegram.call("sendMessage", ANNA)
    assert len(telegram.calls) == calls


async def test_only_quiet_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limiter, "LINES_KEPT", 10)
    telegram = Telegram(limits=Limits(per_second=1000), longest_wait=0.0)
    await asyncio.gather(*(telegram.call("sendMessage", GROUP) for _ in range(20)))
    for chat_id in range(1, 100):
        await telegram.call("sendMessage", chat_id)
        telegram.clock.time += 0.5
    assert len(telegram._limiter._lines) < 30
    with pytest.raises(RetryAfter):
        await telegram.call("sendMessage", GROUP)


# Over HTTP, on the real clock


@pytest.fixture
async def bot(playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[Urgency]]:
    monkeypatch.setattr(rate_limiter, "FIRST_BACKOFF_S", 0.01)
    async with bot_with_share(playground, SHARE_OF_BOT) as bot:
        yield bot


def bot_with_share(playground: PlaygroundServer, share: float) -> ExtBot[Urgency]:
    return ExtBot(
        TOKEN,
        base_url=playground.base_url,
        base_file_url=playground.base_file_url,
        rate_limiter=RateLimiter(Limits().share(share), longest_wait=2.0),
    )


@pytest.mark.parametrize(("kind", "times"), [("429", 1), ("500", 3), ("drop", 2)])
async def test_an_answer_gets_through_in_the_end(
    bot: ExtBot[Urgency], playground: PlaygroundServer, kind: str, times: int
) -> None:
    async with Person(playground.url) as anna:
        await anna.fault("sendMessage", kind, times=times)
        await bot.send_message(anna.chat_id, "Here you are")
        assert [m["text"] for m in await anna.messages()] == ["Here you are"]


async def test_bot_and_worker_together_never_exceed_a_groups_limit(playground: PlaygroundServer) -> None:
    async with (
        bot_with_share(playground, SHARE_OF_BOT) as bot,
        bot_with_share(playground, SHARE_OF_WORKER) as worker,
        Person(playground.url) as anna,
    ):
        group = await anna.new_group("Painters")

        async def say(whose: ExtBot[Urgency], number: int) -> bool:
            try:
                await whose.send_message(group.chat_id, f"message {number}")
            except RetryAfter:
                return False
            return True

        said = await asyncio.gather(*(say(whose, number) for number in range(20) for whose in (bot, worker)))
        assert sum(said) == 20
        assert {call["status"] for call in await group.calls("sendMessage")} == {200}
        # What is no message goes on: a button is answered, a file fetched, a message deleted.
        await bot.delete_message(group.chat_id, (await group.messages())[-1]["message_id"])
        # And nobody else waits.
        await worker.send_message(anna.chat_id, "yours")
        assert [message["text"] for message in await anna.messages()] == ["yours"]


async def test_an_album_counts_for_each_of_its_pictures(playground: PlaygroundServer) -> None:
    pictures = [InputMediaPhoto(picture(64, 64)) for _ in range(10)]
    async with bot_with_share(playground, SHARE_OF_WORKER) as worker, Person(playground.url) as anna:
        group = await anna.new_group("Painters")
        await worker.send_media_group(group.chat_id, pictures)
        await worker.send_message(group.chat_id, "and its buttons")
        with pytest.raises(RetryAfter):
            await worker.send_media_group(group.chat_id, pictures[:2])
        assert {call["status"] for call in await group.calls()} == {200}


async def test_a_chat_that_telegram_closes_is_the_only_one_that_waits(playground: PlaygroundServer) -> None:
    async with (
        bot_with_share(playground, SHARE_OF_BOT) as bot,
        Person(playground.url) as anna,
        await Person.join(playground.url, "Ben") as ben,
    ):
        await anna.fault("sendMessage", "429", retry_after=60)
        with pytest.raises(RetryAfter):
            await bot.send_message(anna.chat_id, "hello")
        await bot.send_message(ben.chat_id, "hello")
        with pytest.raises(RetryAfter):
            await bot.send_message(anna.chat_id, "hello again")
        with pytest.raises(Dropped):
            await bot.send_chat_action(anna.chat_id, ChatAction.TYPING)
        assert len(await anna.calls("sendMessage")) == 1
        assert await anna.calls("sendChatAction") == []
        assert [message["text"] for message in await ben.messages()] == ["hello"]
