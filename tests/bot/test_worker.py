"""How the worker's process ends."""

import os

import pytest

from bot import worker
from bot.jobs import memory
from bot.settings import Settings
from tests.bot.stand_in import StandInPainter
from tests.playground_server import TOKEN, PlaygroundServer


@pytest.fixture
def settings(database_url: str, playground: PlaygroundServer) -> Settings:
    return Settings(
        telegram_token=TOKEN,  # type: ignore[arg-type]
        telegram_api_url=playground.url,
        database_url=database_url,
    )


async def test_a_worker_that_takes_too_much_memory_ends_to_be_started_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "Painter", StandInPainter)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    monkeypatch.setattr(memory, "SUSTAINED_S", 0.0)
    tight = settings.model_copy(update={"worker_memory_mb": 1})
    assert await worker.run(tight, embedded=False) == memory.STATUS
