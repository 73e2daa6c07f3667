from collections.abc import AsyncIterator

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot import telegram_client
from bot.limits.rate_limiter import Urgency
from bot.settings import Settings
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
