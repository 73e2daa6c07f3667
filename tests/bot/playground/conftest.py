from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer, playground

__all__ = ["playground"]


@pytest.fixture
async def bot(playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    # Without it python-telegram-bot warns on each RetryAfter.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with Bot(TOKEN, base_url=playground.base_url, base_file_url=playground.base_file_url) as bot:
        yield bot


@pytest.fixture
async def anna(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with Person(playground.url) as anna:
        yield anna
