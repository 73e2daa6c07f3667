from pathlib import Path

import pytest

from bot import health
from bot.storage.database import Database, DatabaseAway
from bot.storage.migration import migrate

NOWHERE = "postgresql+asyncpg://easel@127.0.0.1:1/easel"


async def test_a_database_with_all_tables_is_well(database: Database) -> None:
    assert await health.answers(database)
    assert await health.is_migrated(database)
    assert await health.revision(database) == health.newest_revision()


async def test_one_without_tables_or_with_old_ones_is_not_migrated(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    assert await health.revision(database) is None
    assert await health.answers(database)
    assert not await health.is_migrated(database)
    await migrate(database.url.render_as_string(), "0001")
    assert await health.revision(database) == "0001"
    assert not await health.is_migrated(database)
    await database.close()


async def test_one_that_is_away_is_neither_there_nor_migrated() -> None:
    database = Database(NOWHERE)
    assert not await health.answers(database)
    assert not await health.is_migrated(database)
    with pytest.raises(DatabaseAway):
        await health.revision(database)
    await database.close()
