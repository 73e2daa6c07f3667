from __future__ import annotations

from bot.storage import greeting
from bot.storage.database import Database


async def test_each_edition_of_the_picture_has_a_file_id_of_its_own(database: Database) -> None:
    async with database.transaction() as db:
        assert await greeting.file_id(db, "4242:first") is None
        await greeting.keep(db, "4242:first", "one")
        assert await greeting.file_id(db, "4242:first") == "one"
        assert await greeting.file_id(db, "4242:second") is None
        await greeting.keep(db, "4242:second", "two")
        assert await greeting.file_id(db, "4242:second") == "two"
