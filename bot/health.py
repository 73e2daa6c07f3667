"""Whether the database is there, and whether its tables are those that this version of Easel needs."""

from __future__ import annotations

import asyncio
import functools

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.migration import config

# A database that takes longer than this might as well be away.
PATIENCE_S = 5.0


async def answers(database: Database) -> bool:
    """Tell whether the database answers."""
    try:
        async with asyncio.timeout(PATIENCE_S), database.snapshot() as db:
            await db.execute(text("SELECT 1"))
    except (SQLAlchemyError, TimeoutError):
        return False
    return True


async def revision(database: Database) -> str | None:
    """Return the migration that the database is at; None if it has no tables yet.

    Raises:
        SQLAlchemyError: the database does not answer.
    """

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with database.snapshot() as db:
        return await (await db.connection()).run_sync(read)


@functools.cache
def newest_revision() -> str:
    """Return the migration that this version of Easel needs."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    assert newest is not None
    return newest


def knows(found: str | None) -> bool:
    """Tell whether a database at the migration `found` can be brought up to date, or is."""
    scripts = ScriptDirectory.from_config(config())
    return found is None or found in {script.revision for script in scripts.walk_revisions()}


async def is_migrated(database: Database) -> bool:
    """Tell whether the database answers, and has all migrations."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await revision(database) == newest_revision()
    except (SQLAlchemyError, TimeoutError):
        return False
