import time
from collections.abc import AsyncIterator

import pytest
from telegram import InputMediaPhoto
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot import telegram_client
from bot.limits.rate_limiter import Urgency
from bot.settings import Settings
from tests.bot.drawing import encoded, landscape
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


@pytest.fixture
def settings(playground: PlaygroundServer) -> Settings:
    return Settings(telegram_token=TOKEN, telegram_api_url=playground.url + "/")  # type: ignore[arg-type]


@pytest.fixture
async def workers_bot(settings: Settings) -> AsyncIterator[ExtBot[Urgency]]:
    bot = telegram_client.bot_for_pictures(settings)
    yield bot
    await bot.request.shutdown()


def test_without_an_address_the_server_is_telegrams() -> None:
    assert telegram_client.addresses(Settings(telegram_token=TOKEN)) == {}  # type: ignore[arg-type]


async def test_the_workers_bot_delivers_within_its_share(
    workers_bot: ExtBot[Urgency], playground: PlaygroundServer
) -> None:
    async with Person(playground.url) as anna:
        group = await anna.new_group("Painters")
        for number in range(12):
            await workers_bot.send_message(group.chat_id, f"painting {number}")
        with pytest.raises(RetryAfter):
            await workers_bot.send_message(group.chat_id, "the next one")
        # Nobody else waits for that group.
        await workers_bot.send_message(anna.chat_id, "yours")
        assert [call["status"] for call in await group.calls("sendMessage")] == [200] * 12


def test_several_processes_share_what_one_may_send() -> None:
    def pace(**given: object) -> int:
        settings = Settings(telegram_token=TOKEN, public_url="https://x.test", database_url="postgresql://x", **given)  # type: ignore[arg-type]
        return telegram_client.messages_per_second_of_answers(settings)

    assert pace() == 12
    assert pace(bot_processes=3) == 4
    assert pace(workers=3) == 12


@pytest.mark.parametrize("workers", [2, 3])
async def test_however_many_workers_there_are_the_words_come_below_their_album(
    playground: PlaygroundServer, workers: int
) -> None:
    settings = Settings(telegram_token=TOKEN, telegram_api_url=playground.url, workers=workers)  # type: ignore[arg-type]
    bot = telegram_client.bot_for_pictures(settings)
    async with Person(playground.url) as anna:
        group = await anna.new_group("Painters")
        album = [InputMediaPhoto(encoded(landscape(32, 24), "JPEG")) for _ in range(10)]
        await bot.send_media_group(group.chat_id, album)
        await bot.send_message(group.chat_id, "words and buttons")
        assert [call["status"] for call in await group.calls("sendMessage")] == [200]
    await bot.request.shutdown()


async def test_several_workers_share_what_goes_to_all_chats(playground: PlaygroundServer) -> None:
    settings = Settings(telegram_token=TOKEN, telegram_api_url=playground.url, workers=9)  # type: ignore[arg-type]
    bot = telegram_client.bot_for_pictures(settings)
    async with Person(playground.url) as anna:
        for number in range(2):
            await bot.send_message(anna.chat_id, f"painting {number}")
        begun = time.monotonic()
        await bot.send_message(anna.chat_id, "the next one")
        # Two of thirty in any second.
        assert time.monotonic() - begun > 0.5
    await bot.request.shutdown()
