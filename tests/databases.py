"""The databases that the bot is tested on: SQLite in a folder, and PostgreSQL on this machine.

`EASEL_TESTS_POSTGRESQL` names another server, by the URL of a database on it; the tests make databases of their own.
A module, or a folder, is tested on both where its fixture `backend` has `BACKENDS` as parameters.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from bot.storage.migration import migrate
from bot.storage.models.base import Base

BACKENDS = ("sqlite", "postgresql")
SERVER = os.environ.get("EASEL_TESTS_POSTGRESQL", "postgresql+asyncpg://127.0.0.1/postgres")
PATIENCE_S = 5.0


class PostgreSQL:
    """A server, and the databases made on it, which go with the tests."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self._made: list[str] = []
        self._common: str | None = None

    def new(self) -> str:
        """Make an empty database; return its URL."""
        name = f"easel_test_{secrets.token_hex(6)}"
        _run(execute(self.url, f"CREATE DATABASE {name}"))
        self._made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def common(self) -> str:
        """Return the URL of a database with all tables, the same each time; `empty` it before use."""
        if self._common is None:
            self._common = self.new()
            _run(migrate(self._common))
        return self._common

    def drop(self) -> None:
        """Drop all that was made."""
        for name in self._made:
            _run(execute(self.url, f"DROP DATABASE {name} WITH (FORCE)"))


async def execute(url: URL, statement: str) -> None:
    """Execute statements outside of any transaction of the bot's."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain, timeout=PATIENCE_S)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def empty(url: str) -> None:
    """Delete all rows, and number new ones from 1; so much faster than a database for each test."""
    tables = Base.metadata.sorted_tables
    deletions = [f"DELETE FROM {table.name}" for table in reversed(tables)]
    restarts = [
        f"ALTER SEQUENCE {table.name}_id_seq RESTART"
        for table in tables
        if table.autoincrement_column is not None and table.autoincrement_column.name == "id"
    ]
    await execute(make_url(url), "; ".join(deletions + restarts))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server; where none answers the test is skipped, or fails with EASEL_TESTS_INSIST=1."""
    server = PostgreSQL(SERVER)
    try:
        _run(execute(server.url, "SELECT 1"))
    except (OSError, asyncpg.PostgresError) as error:
        missing = f"PostgreSQL does not answer at {server.url.render_as_string()}: {error}"
        (pytest.fail if os.environ.get("EASEL_TESTS_INSIST") == "1" else pytest.skip)(missing)
    yield server
    server.drop()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables, to be copied."""
    file = tmp_path_factory.mktemp("database") / "easel.db"
    _run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


def _run(work: object) -> None:
    # With a loop of its own that nobody else comes to see.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(work)  # type: ignore[arg-type]
