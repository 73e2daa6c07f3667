from __future__ import annotations

from bot.storage import uploads
from bot.storage.database import Database


async def test_each_bot_has_the_last_file_id_of_each_picture(database: Database) -> None:
    async with database.transaction() as db:
        assert await uploads.file_id(db, "one", 42) is None
        await uploads.keep(db, "one", 42, "first")
        await uploads.keep(db, "another", 42, "other")
        assert await uploads.file_id(db, "one", 42) == "first"
        assert await uploads.file_id(db, "one", 43) is None
        await uploads.keep(db, "one", 42, "second")
        assert await uploads.file_id(db, "one", 42) == "second"
        assert await uploads.file_id(db, "another", 42) == "other"
