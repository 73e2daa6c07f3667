"""The database: one engine, and transactions that are either for writing or only for reading."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.storage.models.base import Base

# How long a writer waits for one in another process; every transaction here takes milliseconds.
BUSY_TIMEOUT_S = 15.0
# How long a server may take to let us in, and to answer: one that has lost its power says nothing at all.
CONNECT_TIMEOUT_S = 10.0
ANSWER_TIMEOUT_S = 60.0
# How often a database that is away is tried.
RETRY_S = 0.5
T = TypeVar("T")
_WRITES = "easel_writes"
# Classes of PostgreSQL's error codes: the connection, what the server has left, two writers in each other's way, and an
# operator's intervention, such as a restart.
_PASSES = ("08", "53", "40", "57")

_log = logging.getLogger(__name__)


class DatabaseAway(SQLAlchemyError):
    """The database cannot be reached or broke off; the same may go well in a while."""


class Database:
    """Transactions on the database at `url`, a SQLAlchemy URL with an asynchronous driver.

    Use it within one event loop, and `close` it there. All of it raises SQLAlchemyError if the database fails, and of
    that kind DatabaseAway if it is only away.

    Migrations take as long as they take, and go without foreign keys on SQLite: that alters a table by replacing
    it, and dropping the old one would take along all rows that refer to it.
    """

    def __init__(self, url: str, *, for_migration: bool = False) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            connect_args: dict[str, Any] = {"timeout": BUSY_TIMEOUT_S}
            reading: dict[str, Any] = {}
        else:
            connect_args = {
                "timeout": CONNECT_TIMEOUT_S,
                "command_timeout": None if for_migration else ANSWER_TIMEOUT_S,
            }
            reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        # Parameters are what people have said; they have no business in a log.
        engine = create_async_engine(self.url, connect_args=connect_args, hide_parameters=True)
        event.listen(engine.sync_engine, "handle_error", _tell_outages, retval=True)
        if self.is_sqlite:
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            if not for_migration:
                event.listen(engine.sync_engine, "connect", _enforce_foreign_keys)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
            event.listen(engine.sync_engine, "handle_error", _keep_where_cancelled)
        else:
            event.listen(engine.sync_engine, "checkout", _replace_closed)
        self._engine = engine
        self._reading = async_sessionmaker(engine.execution_options(**reading), expire_on_commit=False)
        self._writing = async_sessionmaker(engine.execution_options(**{_WRITES: True}), expire_on_commit=False)
        # SQLite has one writer at a time. In this process writers queue here, first come, first served; left
        # to its busy timeout they would poll, and an unlucky one could starve.
        self._writer = asyncio.Lock() if self.is_sqlite else contextlib.nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed when the block ends, rolled back when it raises.

        On SQLite it has the database to itself; on PostgreSQL others write at the same time, and whoever
        changes what they have read locks it as they read.
        """
        async with self._writer, self._writing() as session, session.begin():
            await _reached(session.connection())
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """One transaction that only reads, sees one moment, and waits for no writer; what it loads stays usable."""
        async with self._reading() as session:
            await _reached(session.connection())
            yield session

    async def persist(self, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Call `write` in a transaction of its own, again and again while the database is away, and return its result.

        For what has happened in the world already. It may be done twice: a commit can succeed and we not hear of it.
        """
        while True:
            try:
                async with self.transaction() as session:
                    return await write(session)
            except DatabaseAway as error:
                _log.warning("the database is away: %s", error)
            await asyncio.sleep(RETRY_S)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Call `work` with a plain connection inside one write transaction, and return what it returns."""
        async with self.transaction() as session:
            return await (await session.connection()).run_sync(work)

    @asynccontextmanager
    async def notifications(self, channel: str, heard: Callable[[], None]) -> AsyncIterator[asyncio.Event]:
        """Call `heard` for each NOTIFY on a channel of PostgreSQL's, on a connection of its own.

        Yields:
            what is set when the connection is lost, and nothing will be heard any more.
        """
        lost = asyncio.Event()
        connection = await _reached(self._engine.connect())
        try:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_termination_listener(lambda _: lost.set())
            try:
                await driver.add_listener(channel, lambda *_: heard())
            except Exception as error:
                # The driver's own words, for SQLAlchemy has no part in this.
                raise DatabaseAway(str(error)) from error
            yield lost
        finally:
            # Nobody else is to get it, who would listen without knowing.
            await connection.invalidate()
            await connection.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


def insert_or_ignore(session: AsyncSession, table: type[Base]) -> Insert:
    """An INSERT into `table` that does nothing where the row exists; `RETURNING` tells which it was."""
    return _insert(session, table).on_conflict_do_nothing()


async def insert_or_replace(session: AsyncSession, table: type[Base], **values: object) -> None:
    """Write a row in the place of the one with the same key, whoever else does so at the same time."""
    new = _insert(session, table).values(**values)
    keys = [column.name for column in table.__table__.primary_key]
    changed = {name: new.excluded[name] for name in values if name not in keys}
    written = new.on_conflict_do_update(index_elements=keys, set_=changed).returning(table)
    # What the session has loaded of it before is out of date.
    await session.scalars(written, execution_options={"populate_existing": True})


def _insert(session: AsyncSession, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    return (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(table)


async def _reached(connection: Awaitable[T]) -> T:
    """Return a connection of the pool's, which may have to make it."""
    try:
        return await connection
    except OSError as error:
        # asyncpg says of a server that is away what the system says (ConnectionRefusedError), which SQLAlchemy lets
        # pass, so that whoever expects a SQLAlchemyError would miss it.
        raise DatabaseAway(str(error)) from error


def _tell_outages(context: ExceptionContext) -> DatabaseAway | None:
    """Return the error to raise in the place of one that may pass."""
    error = context.original_exception
    if not isinstance(error, Exception):
        # A task that is cancelled has to end, and its connection is given up for that alone.
        return None
    if isinstance(error, OSError):
        # Of unknown state, with an answer perhaps still to come.
        context.is_disconnect = True
    passes = str(getattr(error, "sqlstate", None) or "").startswith(_PASSES)
    return DatabaseAway(str(error)) if context.is_disconnect or passes else None


def _keep_where_cancelled(context: ExceptionContext) -> None:
    # SQLAlchemy would close the connection, which SQLite puts off while a statement has rows left: somebody would hold
    # them, and with them the lock of all writers, until they are collected as garbage. Its thread ends what it is at
    # before it rolls back, so that the connection is as good as ever.
    if isinstance(context.original_exception, asyncio.CancelledError):
        context.is_disconnect = False


def _replace_closed(connection: DBAPIConnection, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    # asyncpg knows of it as soon as the server closes a connection; asking by a ping takes three round trips each time.
    if connection.driver_connection.is_closed():
        raise DisconnectionError


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
