"""News: on PostgreSQL, workers in other processes hear of a new job once it is committed, and bots of updates.

On SQLite nobody hears anything here: its one worker is woken through a pipe. Whoever misses something finds it all the
same, since everybody looks again and again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database

CHANNEL = "easel_jobs"
# How long after the connection was lost a new one is tried: doubled each time, up to the longest.
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 15.0

_log = logging.getLogger(__name__)


async def announce(db: AsyncSession, channel: str = CHANNEL) -> None:
    """Tell those who listen, once this transaction is committed; several times are as good as once."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text(f"SELECT pg_notify('{channel}', '')"))


@asynccontextmanager
async def listening(database: Database, wake: Callable[[], None], channel: str = CHANNEL) -> AsyncIterator[None]:
    """Call `wake` whenever there is news, for as long as the context is open."""
    if database.is_sqlite:
        yield
        return
    listener = asyncio.create_task(_listen(database, wake, channel))
    try:
        yield
    finally:
        listener.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listener


async def _listen(database: Database, wake: Callable[[], None], channel: str) -> None:
    backoff = FIRST_BACKOFF_S
    while True:
        try:
            async with database.notifications(channel, wake) as lost:
                backoff = FIRST_BACKOFF_S
                # Something may have come while nobody listened.
                wake()
                await lost.wait()
            _log.warning("the connection for news is lost")
        except SQLAlchemyError as error:
            _log.warning("no news: %s; again in %.1f s", error, backoff)
        await asyncio.sleep(backoff)
        backoff = min(2 * backoff, LONGEST_BACKOFF_S)
