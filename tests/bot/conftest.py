import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import empty, postgresql, sqlite_file
from tests.easel_process import EaselProcess
from tests.playground_server import playground
from tests.proxy import Proxy

__all__ = ["playground", "postgresql", "sqlite_file"]


@pytest.fixture
def backend() -> str:
    """What the database is; see `tests.databases`."""
    return "sqlite"


@pytest.fixture
def new_database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if backend == "postgresql":
        return str(request.getfixturevalue("postgresql").new())
    return f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'easel.db'}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """The URL of a database with all tables, on PostgreSQL the same for all tests."""
    if backend == "postgresql":
        return str(request.getfixturevalue("postgresql").common())
    file = shutil.copy(request.getfixturevalue("sqlite_file"), tmp_path / "easel.db")
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, with all tables."""
    database = Database(database_url)
    if not database.is_sqlite:
        await empty(database_url)
    yield database
    await database.close()


@pytest.fixture
async def proxy(database: Database) -> AsyncIterator[Proxy]:
    """A way to the server of `database` that can be cut, on PostgreSQL."""
    async with Proxy(database.url.host or "127.0.0.1", database.url.port or 5432) as proxy:
        yield proxy


@pytest.fixture
async def remote(database: Database, proxy: Proxy) -> AsyncIterator[Database]:
    """The same as `database`, at the other end of `proxy`."""
    remote = Database(proxy.url(database.url))
    yield remote
    await remote.close()


@pytest.fixture(scope="session")
def running_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EaselProcess]:
    """The real `python -m bot` with its worker, talking to a playground at `running_bot.url`.

    One for all tests: use `Person.join(running_bot.url)` for a chat of your own.
    """
    with EaselProcess(tmp_path_factory.mktemp("easel")) as easel:
        easel.start()
        yield easel
