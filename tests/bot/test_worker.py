"""How the worker's process ends."""

import os
from typing import Any

import pytest

from bot import worker
from bot.jobs import memory
from bot.jobs.worker import Worker
from bot.limits.file_limits import FileLimits
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


@pytest.mark.parametrize(("most_at_once", "set_to", "at_hand"), [(1, None, 4), (8, None, 10), (8, 3, 3)])
async def test_a_worker_has_as_much_at_hand_as_its_card_paints_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, most_at_once: int, set_to: int | None, at_hand: int
) -> None:
    class CardPainter(StandInPainter):
        def __init__(self, *arguments: FileLimits) -> None:
            super().__init__(*arguments)
            self.most_at_once = most_at_once

    started = []
    work = Worker.run

    async def run(self: Worker) -> None:
        self.stop(0)
        await work(self)

    class Watched(Worker):
        def __init__(self, **arguments: Any) -> None:
            started.append(arguments["jobs_in_flight"])
            super().__init__(**arguments)

    monkeypatch.setattr(worker, "Painter", CardPainter)
    monkeypatch.setattr(worker, "Worker", Watched)
    monkeypatch.setattr(Worker, "run", run)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    assert await worker.run(settings.model_copy(update={"jobs_in_flight": set_to}), embedded=False) == 0
    assert started == [at_hand]
