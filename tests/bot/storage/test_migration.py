from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.look import Look, Share
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.models import Base, ChatSession, Job, OwnStyle, PictureKind, Preset, StyleStatistics, User


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


OLD_ROWS = (
    "INSERT INTO users (id, first_name, created_at) VALUES (7, 'Ada', '2026-01-01 00:00:00')",
    "INSERT INTO sessions (chat_id, user_id, style, strength, keep_colours, updated_at) "
    "VALUES (7, 7, 'own:1', 0.7, true, '2026-01-01 00:00:00'), (-8, 7, NULL, 1.0, false, '2026-01-01 00:00:00')",
    "INSERT INTO own_styles (user_id, name, painting_file_id, statistics, encoder, created_at) "
    "VALUES (7, 'Waves', 'painting', '\x01\x02', 'encoder', '2026-01-01 00:00:00')",
    "INSERT INTO presets (user_id, name, style, strength, keep_colours, painting_file_id, created_at) "
    "VALUES (7, 'Sunday', 'own:1', 0.5, false, 'painting', '2026-01-01 00:00:00')",
    "INSERT INTO jobs (id, origin, bot_id, chat_id, user_id, kind, state, photo_file_id, style, strength, "
    "keep_colours, longest_side, seed, as_file, priority, attempts, created_at) VALUES "
    "('abc', '1:2:0', 1, 7, 7, 'paint', 'done', 'photo', 'gallery:iris', 0.3, true, 2048, 5, true, 0, 0, "
    "'2026-01-01 00:00:00')",
)


async def test_looks_take_over_what_styles_and_strengths_were_and_give_it_back(tmp_path: Path) -> None:
    url = url_in(tmp_path)
    await migrate(url, "0002")
    database = Database(url)
    await database.run(lambda connection: [connection.execute(text(row)) for row in OLD_ROWS])
    before = await _all_rows(database)

    await migrate(url, "0003")
    async with database.snapshot() as db:
        job = await db.get_one(Job, "abc")
        session = await db.get_one(ChatSession, (7, 7))
        empty = await db.get_one(ChatSession, (-8, 7))
        preset = await db.get_one(Preset, 1)
        statistics = await db.get_one(StyleStatistics, (1, "adain"))
    assert job.look == Look((Share("gallery:iris"),), strength=0.3, colours="luminance", side=2048, seed=5)
    assert (job.look_key, job.picture) == (job.look.key, PictureKind.FILE)
    assert session.look == Look((Share("own:1"),), strength=0.7, colours="luminance")
    assert empty.look == Look()
    assert (preset.look, preset.paintings) == (Look((Share("own:1"),), strength=0.5), {"own:1": "painting"})
    assert statistics.encoder == "encoder"

    await migrate(url, "0002")
    assert await _all_rows(database) == before
    await database.close()


async def _all_rows(database: Database) -> dict[str, list[dict[str, object]]]:
    def read(connection: Connection) -> dict[str, list[dict[str, object]]]:
        tables = ("users", "sessions", "own_styles", "presets", "jobs")
        return {
            table: [dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
            for table in tables
        }

    return await database.run(read)
