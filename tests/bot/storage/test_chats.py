import pytest

from bot.storage import chats
from bot.storage.database import Database
from bot.storage.models.people import Chat


async def test_the_last_choice_counts(database: Database) -> None:
    for code in ("ru", "es", None, "ru"):
        async with database.transaction() as db:
            await chats.choose_language(db, -1, code)
        async with database.snapshot() as db:
            assert await chats.chosen_language(db, -1) == code
            assert await chats.chosen_language(db, -2) is None


@pytest.mark.parametrize(("before", "after"), [(None, "ru"), ("es", "es")])
async def test_a_choice_goes_along_to_the_supergroup_unless_that_has_its_own(
    database: Database, before: str | None, after: str
) -> None:
    async with database.transaction() as db:
        await chats.choose_language(db, -1, "ru")
        if before is not None:
            await chats.choose_language(db, -100, before)
        await chats.follow(db, -1, -100)
    async with database.snapshot() as db:
        assert await chats.chosen_language(db, -100) == after
        assert await chats.chosen_language(db, -1) is None


async def test_a_group_that_the_bot_left_keeps_its_language_for_its_return(database: Database) -> None:
    async def left_at() -> object:
        async with database.snapshot() as db:
            return (await db.get_one(Chat, -1)).left_at

    async with database.transaction() as db:
        await chats.choose_language(db, -1, "ru")
        await chats.mark_left(db, -1)
    assert await left_at() is not None
    async with database.transaction() as db:
        await chats.mark_joined(db, -1)
        assert await chats.chosen_language(db, -1) == "ru"
    assert await left_at() is None
