from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.models import Base, OwnStyle, User


def url_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'deep' / 'easel.db'}"


async def test_the_migrations_make_what_the_models_describe(tmp_path: Path) -> None:
    await migrate(url_in(tmp_path))
    database = Database(url_in(tmp_path))

    differences = await database.run(
        lambda connection: compare_metadata(MigrationContext.configure(connection), Base.metadata)
    )

    await database.close()
    assert differences == []


async def test_every_migration_can_be_undone_and_done_again(tmp_path: Path) -> None:
    await migrate(url_in(tmp_path))
    await migrate(url_in(tmp_path), "base")
    database = Database(url_in(tmp_path))
    left = await database.run(lambda connection: inspect(connection).get_table_names())
    await migrate(url_in(tmp_path))
    again = await database.run(lambda connection: inspect(connection).get_table_names())
    await database.close()

    assert left == ["alembic_version"]
    assert set(again) == {"alembic_version", *Base.metadata.tables}


async def test_migrating_a_database_in_use_keeps_its_rows(tmp_path: Path) -> None:
    await migrate(url_in(tmp_path))
    database = Database(url_in(tmp_path))
    async with database.transaction() as db:
        db.add(User(id=7, first_name="Ada"))
        await db.flush()
        db.add(OwnStyle(user_id=7, name="Waves", painting_file_id="file"))

    await migrate(url_in(tmp_path))

    async with database.snapshot() as db:
        assert (await db.get_one(User, 7)).first_name == "Ada"
    await database.close()


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'easel.db'}")

    def half(connection: object) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))  # type: ignore[attr-defined]
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        await database.run(half)
    tables = await database.run(lambda connection: inspect(connection).get_table_names())
    await database.close()
    assert tables == []
