"""The whole bot but for the engine, in this process: a photo in the chat comes back painted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from bot import application, telegram_client
from bot.albums import Collector
from bot.context import Services
from bot.intake import Intake
from bot.jobs.worker import Worker
from bot.settings import Settings
from bot.storage.database import Database
from bot.views import results
from tests.bot.stand_in import GALLERY, StandInPainter, picture, size_of
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


@asynccontextmanager
async def whole_bot(
    database: Database, playground: PlaygroundServer, painter: StandInPainter, **others: Any
) -> AsyncIterator[None]:
    """Run the bot and its worker in this process; `others` are settings, by their names."""
    settings = Settings(telegram_token=SecretStr(TOKEN), telegram_api_url=playground.url, **others)
    bot = telegram_client.bot_for_pictures(settings)
    worker = Worker(
        bot=bot,
        database=database,
        painter=painter,
        present=results,
        owner="worker:test",
        jobs_in_flight=2,
        lease_seconds=settings.lease_seconds,
    )
    intake = Intake(database, settings.bot_id)
    built = application.build(settings, intake)
    collector = Collector(database, settings.bot_id)
    Services(settings, database, GALLERY, worker.wake, collector.wake).install(built)
    working = asyncio.create_task(worker.run())
    try:
        async with (
            application.handling(built, intake),
            application.collecting(collector, built),
            application.polling(built),
        ):
            yield
    finally:
        worker.stop(grace=5)
        await working
        await bot.request.shutdown()


async def test_a_photo_comes_back_painted_with_buttons(database: Database, playground: PlaygroundServer) -> None:
    async with whole_bot(database, playground, StandInPainter()), Person(playground.url) as anna:
        photo = await anna.send_photo(picture(320, 240))
        result = await anna.wait_for(lambda m: m["from_bot"] and "photo" in m, after=photo)
        assert size_of(await anna.download(result)) == (320, 240)
        assert result["reply_markup"]["inline_keyboard"]


async def test_a_chat_that_takes_no_words_is_not_told_so(database: Database, playground: PlaygroundServer) -> None:
    refusal = "Bad Request: not enough rights to send text messages to the chat"
    async with whole_bot(database, playground, StandInPainter()), Person(playground.url) as anna:
        await anna.fault("sendMessage", "400", 1, description=refusal)
        await anna.send_text("/help")
        await anna.send_text("/privacy")
        await anna.wait_for(lambda m: m["from_bot"] and "What I keep" in m.get("text", ""))
        assert [call["status"] for call in await anna.calls("sendMessage")] == [400, 200]
