"""The real `python -m bot` with PostgreSQL in the place of SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.bot.drawing import encoded, landscape
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of

PAINTING_S = 90.0


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
def easel(database: Database, tmp_path: Path) -> Iterator[EaselProcess]:
    """The bot on an empty database."""
    url = database.url.render_as_string(hide_password=False)
    with EaselProcess(tmp_path, database_url=url) as easel:
        easel.start()
        yield easel


async def painting(person: Person, after: Json) -> Json:
    return await person.wait_for(lambda m: m["from_bot"] and "photo" in m, PAINTING_S, after=after)


async def test_what_people_have_outlives_a_restart(easel: EaselProcess) -> None:
    async with await Person.join(easel.url, "Anna") as anna:
        photo = await anna.send_photo(encoded(landscape(320, 240)), "iris 30%")
        assert "iris" in (await painting(anna, photo))["caption"]
        saved = await anna.send_text("/save evening")
        await anna.wait_for(lambda m: m["from_bot"] and "evening" in m.get("text", ""), PAINTING_S, after=saved)
        await painting(anna, await anna.send_text("wave"))

        easel.stop()
        asked = await anna.send_text("/presets")
        easel.start()

        listing = await anna.wait_for(lambda m: m["from_bot"] and bool(buttons_of(m)), PAINTING_S, after=asked)
        await anna.press(listing, "evening")
        again = await painting(anna, listing)
        assert "iris" in again["caption"]
        assert "30" in again["caption"]
    # Nobody has made a database on the side.
    assert not list(easel.data_dir.glob("*.db"))
