from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.migration import migrate
from tests.easel_process import EaselProcess
from tests.playground_server import playground

__all__ = ["playground"]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh SQLite database, with all tables."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'easel.db'}"
    await migrate(url)
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def running_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EaselProcess]:
    """The real `python -m bot` with its worker, talking to a playground at `running_bot.url`.

    One for all tests: use `Person.join(running_bot.url)` for a chat of your own.
    """
    with EaselProcess(tmp_path_factory.mktemp("easel")) as easel:
        easel.start()
        yield easel
