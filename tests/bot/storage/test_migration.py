import asyncio
import os
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, inspect, select, text

from bot.look import Look, Share
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.models.base import Base
from bot.storage.models.jobs import Job, JobKind, PictureKind
from bot.storage.models.people import Chat, ChatSession, User
from bot.storage.models.styles import OwnStyle, Preset, StyleStatistics
from bot.storage.models.updates import StoredUpdate

Rows = dict[str, list[dict[str, object]]]
# Of the first migration, and still there.
TABLES = ("users", "sessions", "own_styles", "presets", "jobs", "updates")


async def all_rows(url: str) -> Rows:
    # With new connections: to those that are open the tables are still what they were.
    database = Database(url)

    def read(connection: Connection) -> Rows:
        tables = [Table(name, MetaData(), autoload_with=connection) for name in TABLES]
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in tables
        }

    rows = await database.run(read)
    await database.close()
    return rows


async def test_the_migrations_make_what_the_models_describe(new_database_url: str) -> None:
    await migrate(new_database_url)
    database = Database(new_database_url)

    differences = await database.run(
        lambda connection: compare_metadata(MigrationContext.configure(connection), Base.metadata)
    )

    await database.close()
    assert differences == []


async def test_every_migration_can_be_undone_and_done_again(new_database_url: str) -> None:
    await migrate(new_database_url)
    await migrate(new_database_url, "base")
    database = Database(new_database_url)
    left = await database.run(lambda connection: inspect(connection).get_table_names())
    await migrate(new_database_url)
    again = await database.run(lambda connection: inspect(connection).get_table_names())
    await database.close()

    assert left == ["alembic_version"]
    assert set(again) == {"alembic_version", *Base.metadata.tables}


@pytest.mark.parametrize("revision", ["head", "0002", "0001"])
async def test_going_back_and_forth_again_keeps_the_rows(new_database_url: str, revision: str) -> None:
    await migrate(new_database_url)
    database = Database(new_database_url)
    look = Look((Share("gallery:iris"),), strength=0.3, colours="luminance")
    async with database.transaction() as db:
        db.add(User(id=7, first_name="Ada", language="en"))
        db.add(Chat(id=-8))
        db.add(StoredUpdate(bot_id=1, update_id=5, payload={"update_id": 5}, attempts=1))
        await db.flush()
        own = OwnStyle(user_id=7, name="Waves", painting_file_id="painting")
        db.add_all([own, ChatSession(chat_id=7, user_id=7, photo_file_id="photo", look=look)])
        await db.flush()
        db.add(StyleStatistics(style_id=own.id, method="adain", encoder="encoder", statistics=b"\x00\x01"))
        db.add(Preset(user_id=7, name="Sunday", look=look))
        db.add(Preset(user_id=7, name="Monday", look=Look.of(own.reference), paintings={own.reference: "painting"}))
        job = {"bot_id": 1, "chat_id": 7, "user_id": 7, "kind": JobKind.PAINT, "photo_file_id": "photo"}
        db.add(Job(id="abc", origin="1:2:0", look=look, look_key=look.key, error="KeyError", **job))
    before = await all_rows(new_database_url)

    await migrate(new_database_url, revision)
    await migrate(new_database_url)

    assert await all_rows(new_database_url) == before
    async with database.snapshot() as db:
        statistics = await db.get_one(StyleStatistics, (own.id, "adain"))
        assert (statistics.encoder, statistics.statistics) == ("encoder", b"\x00\x01")
    # And numbers go on where they were.
    async with database.transaction() as db:
        preset = Preset(user_id=7, name="Tuesday", look=look)
        db.add(preset)
        await db.flush()
        assert preset.id == 3
    await database.close()


async def test_processes_that_start_together_migrate_once(new_database_url: str) -> None:
    environment = {**os.environ, "EASEL_DATABASE_URL": new_database_url}
    command = (sys.executable, "-m", "bot", "migrate")
    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.PIPE)
        for _ in range(3)
    ]
    said = [(await process.communicate())[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said

    database = Database(new_database_url)
    assert set(await database.run(lambda connection: inspect(connection).get_table_names())) > set(Base.metadata.tables)
    await database.close()


async def test_a_migration_that_fails_leaves_nothing_behind(new_database_url: str) -> None:
    await migrate(new_database_url, "base")
    database = Database(new_database_url)

    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        await database.run(half)
    tables = await database.run(lambda connection: inspect(connection).get_table_names())
    await database.close()
    assert "half" not in tables


OLD_ROWS = (
    "INSERT INTO users (id, first_name, created_at) VALUES (7, 'Ada', '2026-01-01 00:00:00')",
    "INSERT INTO sessions (chat_id, user_id, style, strength, keep_colours, updated_at) "
    "VALUES (7, 7, 'own:1', 0.7, true, '2026-01-01 00:00:00'), (-8, 7, NULL, 1.0, false, '2026-01-01 00:00:00')",
    "INSERT INTO own_styles (user_id, name, painting_file_id, statistics, encoder, created_at) "
    "VALUES (7, 'Waves', 'painting', :statistics, 'encoder', '2026-01-01 00:00:00')",
    "INSERT INTO presets (user_id, name, style, strength, keep_colours, painting_file_id, created_at) "
    "VALUES (7, 'Sunday', 'own:1', 0.5, false, 'painting', '2026-01-01 00:00:00')",
    "INSERT INTO jobs (id, origin, bot_id, chat_id, user_id, kind, state, photo_file_id, style, strength, "
    "keep_colours, longest_side, seed, as_file, priority, attempts, created_at) VALUES "
    "('abc', '1:2:0', 1, 7, 7, 'paint', 'done', 'photo', 'gallery:iris', 0.3, true, 2048, 5, true, 0, 0, "
    "'2026-01-01 00:00:00')",
    "INSERT INTO updates (bot_id, update_id, payload, state, attempts, received_at) VALUES "
    "(1, 5, '{}', 'pending', 1, '2026-01-01 00:00:00')",
)


async def test_looks_take_over_what_styles_and_strengths_were_and_give_it_back(new_database_url: str) -> None:
    await migrate(new_database_url, "0002")
    database = Database(new_database_url)
    await database.run(
        lambda connection: [connection.execute(text(row), {"statistics": b"\x01\x02"}) for row in OLD_ROWS]
    )
    before = await all_rows(new_database_url)

    await migrate(new_database_url, "0003")
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
    assert (statistics.encoder, statistics.statistics) == ("encoder", b"\x01\x02")

    await migrate(new_database_url, "0002")
    assert await all_rows(new_database_url) == before
    await database.close()
