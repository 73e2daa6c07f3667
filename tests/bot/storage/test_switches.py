from bot.storage import switches
from bot.storage.database import Database


async def test_maintenance_begins_and_ends(database: Database) -> None:
    seen = []
    for on in (None, True, True, False):
        async with database.transaction() as db:
            if on is not None:
                await switches.set_maintenance(db, on)
        async with database.snapshot() as db:
            seen.append(await switches.in_maintenance(db))
    assert seen == [False, True, True, False]
