import pytest
from telegram import User as TelegramUser

from bot.look import Look
from bot.storage import people, presets, styles
from bot.storage.database import Database


@pytest.fixture
async def people_known(database: Database) -> None:
    async with database.transaction() as db:
        for number in (1, 2):
            await people.remember_user(db, TelegramUser(number, "P", is_bot=False))


@pytest.mark.usefixtures("people_known")
async def test_names_of_own_styles_are_made_unique_for_each_person(database: Database) -> None:
    async with database.transaction() as db:
        wanted = ("", "iris", " ", "Iris", "iris 2", "iris")
        names = [(await styles.add_own(db, 1, name, "f", "Стиль {}".format)).name for name in wanted]
        others = (await styles.add_own(db, 2, "iris", "f", "Стиль {}".format)).name
    assert names == ["Стиль 1", "iris", "Стиль 2", "Iris 2", "iris 2 2", "iris 3"]
    assert others == "iris"


@pytest.mark.usefixtures("people_known")
async def test_a_long_name_taken_twice_still_fits(database: Database) -> None:
    async with database.transaction() as db:
        names = [(await styles.add_own(db, 1, "x" * 100, "f", "Style {}".format)).name for _ in range(2)]
    assert names == ["x" * 32, "x" * 30 + " 2"]


@pytest.mark.usefixtures("people_known")
async def test_the_number_of_a_style_that_is_gone_is_never_given_again(database: Database) -> None:
    async with database.transaction() as db:
        gone = await styles.add_own(db, 1, "mine", "f", str)
        await styles.remove_own(db, gone.id)
        preset = await presets.save(db, 1, "look", Look.of(gone.reference), {})
        await db.delete(preset)
    async with database.transaction() as db:
        assert (await styles.add_own(db, 2, "theirs", "f", str)).id > gone.id
        assert (await presets.save(db, 1, "other look", Look(), {})).id > preset.id


@pytest.mark.usefixtures("people_known")
async def test_a_style_is_found_by_its_owner_only_and_in_any_case(database: Database) -> None:
    async with database.transaction() as db:
        made = await styles.add_own(db, 1, "Écume", "f", "Style {}".format)
        assert (await styles.find_own(db, 1, "écume")) is made
        assert await styles.find_own(db, 2, "écume") is None
        assert await styles.list_own(db, 2) == []


@pytest.mark.usefixtures("people_known")
async def test_a_preset_saved_under_a_name_in_use_replaces_it(database: Database) -> None:
    async with database.transaction() as db:
        await presets.save(db, 1, "Sunday", Look.of("gallery:iris"), {})
        await presets.save(db, 1, "sunday", Look.of("own:3"), {"own:3": "file"})
        (only,) = await presets.list_presets(db, 1)
        assert (only.look, only.paintings) == (Look.of("own:3"), {"own:3": "file"})
        assert await presets.find(db, 2, "Sunday") is None
