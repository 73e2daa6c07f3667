import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import User as TelegramUser

from bot import telegram_client
from bot.jobs import endings, progress_message
from bot.jobs import worker as worker_module
from bot.jobs.worker import Worker
from bot.limits import rate_limiter
from bot.settings import Settings
from bot.storage import people
from bot.storage.database import Database
from bot.views import results
from tests.bot.jobs.studio import Studio
from tests.bot.stand_in import StandInPainter, picture
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


@pytest.fixture
def patience() -> float:
    """For how many seconds the worker waits for an answer of Telegram's."""
    return telegram_client.UPLOAD_S


@pytest.fixture
async def studio(
    database: Database, playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch, patience: float
) -> AsyncIterator[Studio]:
    monkeypatch.setattr(telegram_client, "UPLOAD_S", patience)
    monkeypatch.setattr(worker_module, "POLL_S", 0.05)
    monkeypatch.setattr(endings, "FIRST_BACKOFF_S", 0.01)
    monkeypatch.setattr(worker_module, "LOOK_UP_S", 0.05)
    monkeypatch.setattr(worker_module, "REPORT_S", 0.05)
    monkeypatch.setattr(rate_limiter, "FIRST_BACKOFF_S", 0.01)
    monkeypatch.setattr(progress_message, "EDIT_S", 0.05)
    monkeypatch.setattr(progress_message, "PREVIEW_S", 0.05)
    settings = Settings(telegram_token=TOKEN, telegram_api_url=playground.url)  # type: ignore[arg-type]
    painter, running = StandInPainter(), list[tuple[Worker, asyncio.Task[None]]]()
    bot = telegram_client.bot_for_pictures(settings)

    def start(owner: str = "worker:test", lease_seconds: float = 30.0, jobs_in_flight: int = 2) -> Worker:
        worker = Worker(
            bot=bot,
            database=database,
            painter=painter,
            present=results,
            owner=owner,
            jobs_in_flight=jobs_in_flight,
            lease_seconds=lease_seconds,
        )
        running.append((worker, asyncio.create_task(worker.run())))
        return worker

    async with Person(playground.url) as anna:
        async with database.transaction() as db:
            await people.remember_user(db, TelegramUser(anna.chat_id, "Anna", is_bot=False))
        yield Studio(database, painter, anna, await anna.send_photo(picture()), start)
        painter.free.set()
        for worker, task in running:
            worker.stop(grace=2)
            await task
    await bot.request.shutdown()


@pytest.fixture
async def ben(studio: Studio) -> AsyncIterator[Person]:
    """Somebody else, in a chat of their own."""
    ben = await Person.join(studio.anna.url, "Ben")
    yield ben
    await ben.close()
