"""The database: one engine, and transactions that are either for writing or only for reading."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Insert, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.models import Base

# How long a writer waits for one in another process; every transaction here takes milliseconds.
BUSY_TIMEOUT_S = 15.0
T = TypeVar("T")
_WRITES = "easel_writes"


class Database:
    """Transactions on the database at `url`, a SQLAlchemy URL with an asynchronous driver.

    Use it within one event loop, and `close` it there. Only migrations switch `foreign_keys` off: SQLite
    alters a table by replacing it, and dropping the old one would take along all rows that refer to it.
    """

    def __init__(self, url: str, *, foreign_keys: bool = True) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        connect_args: dict[str, Any] = {"timeout": BUSY_TIMEOUT_S} if self.is_sqlite else {}
        self._engine = create_async_engine(self.url, connect_args=connect_args, pool_pre_ping=not self.is_sqlite)
        event.listen(self._engine.sync_engine, "do_connect", _connect)
        if self.is_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
            if foreign_keys:
                event.listen(self._engine.sync_engine, "connect", _enforce_foreign_keys)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)
        self._writing_engine = self._engine.execution_options(**{_WRITES: True})
        self._reading = async_sessionmaker(self._engine, expire_on_commit=False)
        self._writing = async_sessionmaker(self._writing_engine, expire_on_commit=False)
        # SQLite has one writer at a time. In this process writers queue here, first come, first served; left
        # to its busy timeout they would poll, and an unlucky one could starve.
        self._writer = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed when the block ends, rolled back when it raises."""
        async with self._writer, self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """One transaction that only reads, and so waits for no writer; what it loads stays usable."""
        async with self._reading() as session:
            yield session

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Call `work` with a plain connection inside one write transaction, and return what it returns."""
        async with self._writer, self._writing_engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def insert_or_ignore(session: AsyncSession, table: type[Base]) -> Insert:
    """An INSERT into `table` that does nothing where the row exists; `RETURNING` tells which it was."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, deferred, and too late for a consistent read.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Readers and one writer at the same time, across processes.
    cursor.execute("PRAGMA journal_mode = WAL")
    # Each commit reaches the disk. NORMAL would be faster, but after a power cut the last commits are gone:
    # updates that Telegram has been told to forget among them.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _enforce_foreign_keys(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail at the write, however long it would wait.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _connect(dialect: Dialect, _: ConnectionPoolEntry, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Connect; what goes wrong is an error of the database's like any other.

    asyncpg says of a server that is away what the system says (ConnectionRefusedError), which SQLAlchemy lets pass,
    so that whoever expects a SQLAlchemyError would miss it.
    """
    try:
        return dialect.connect(*args, **options)
    except OSError as error:
        raise dialect.loaded_dbapi.OperationalError(str(error)) from error
