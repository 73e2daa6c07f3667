"""Brings a database to the tables that this version of Easel needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import migrations
from bot.storage.database import Database


async def migrate(url: str, revision: str = "head") -> None:
    """Upgrade or downgrade the database at `url` to a revision: `head`, `base`, or a number such as `0001`.

    All or nothing; several processes that start together wait for one another.

    Raises:
        alembic.util.CommandError: there is no such revision, or the database comes from a newer Easel.
    """
    database = Database(url, for_migration=True)
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        await database.run(lambda connection: _run(connection, revision))
    finally:
        await database.close()


def config() -> Config:
    """Return Alembic's configuration; it needs no file."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(connection: Connection, revision: str) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        # Any number, the same in all processes; SQLite's write transaction is lock enough.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7231553)")
    scripts = ScriptDirectory.from_config(settings)
    order = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    current = _current(connection)
    down = revision == "base" or (
        revision in order and current in order and order.index(revision) < order.index(current)
    )
    (command.downgrade if down else command.upgrade)(settings, revision)


def _current(connection: Connection) -> str | None:
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()
