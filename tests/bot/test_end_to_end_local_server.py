"""With a Bot API server of one's own, in local mode: files are larger, and on a disk that is shared."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.language import ENGLISH
from bot.playground.server import LOCAL_FOLDER
from bot.views import texts
from tests.bot.drawing import encoded, landscape, opened, stripes
from tests.easel_process import EaselProcess
from tests.person import Json, Person
from tests.playground_server import TOKEN

PATIENCE_S = 90.0
WIDTH, HEIGHT = 3200, 2400


@pytest.fixture(scope="module")
def easel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EaselProcess]:
    folder = tmp_path_factory.mktemp("local")
    with EaselProcess(folder, local=True, telegram_files=str(folder / "playground" / LOCAL_FOLDER)) as easel:
        easel.start()
        yield easel


@pytest.fixture
async def anna(easel: EaselProcess) -> AsyncIterator[Person]:
    async with await Person.join(easel.url, "Anna") as anna:
        yield anna


@pytest.fixture(scope="module")
def noise() -> bytes:
    """A picture of more bytes than Telegram itself hands a bot: nothing shrinks noise."""
    values = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    data = encoded(Image.fromarray(values), "PNG")
    assert len(data) > 20 * 2**20
    return data


async def painting(person: Person, after: Json) -> Json:
    return await person.wait_for(lambda m: m["from_bot"] and ("photo" in m or "document" in m), PATIENCE_S, after=after)


async def test_photos_and_files_of_more_than_20_megabytes_are_painted(
    anna: Person, easel: EaselProcess, noise: bytes
) -> None:
    small = await painting(anna, await anna.send_photo(encoded(landscape(320, 240))))
    assert opened(await anna.download(small)).size == (320, 240)
    large = await painting(anna, await anna.send_file(noise, "noise.png"))
    await anna.press(large, "More…")
    await anna.press(large, "Full-size file")
    file = await anna.wait_for(lambda m: m["from_bot"] and "document" in m, PATIENCE_S, after=small)
    assert opened(await anna.download(file)).size == (WIDTH, HEIGHT)
    # It is in the path of every file.
    assert TOKEN not in easel.log()


async def test_what_is_wrong_with_a_large_file_is_told(anna: Person, noise: bytes) -> None:
    sent = await anna.send_file(noise[: 21 * 2**20], "noise.png")
    answer = await anna.wait_for(lambda m: m["from_bot"] and "text" in m, PATIENCE_S, after=sent)
    assert answer["text"] == texts.damaged_picture(ENGLISH)


async def test_a_large_painting_becomes_a_style(anna: Person, noise: bytes) -> None:
    sent = await anna.send_file(noise, "noise.png", "/style static")
    await anna.wait_for(lambda m: m["from_bot"] and "static" in m.get("text", ""), PATIENCE_S, after=sent)
    result = await painting(anna, await anna.send_photo(encoded(landscape(320, 240)), "static 80%"))
    assert "static" in result["caption"]


async def test_an_album_of_files_is_painted(anna: Person) -> None:
    sent = await anna.send_album([encoded(landscape(320, 240)), encoded(stripes())])
    first = await painting(anna, sent[-1])
    await painting(anna, first)


async def test_where_the_folder_is_not_shared_wishes_wait_until_it_is(tmp_path: Path) -> None:
    served, seen = tmp_path / "playground" / LOCAL_FOLDER, tmp_path / "mounted"
    seen.mkdir()
    with EaselProcess(tmp_path, local=True, telegram_files=str(seen)) as easel:
        easel.start()
        async with await Person.join(easel.url, "Anna") as anna:
            sent = await anna.send_photo(encoded(landscape(320, 240)))
            await asyncio.to_thread(easel.until, lambda: "cannot be read below" in easel.log(), PATIENCE_S)
            assert "EASEL_TELEGRAM_FILES has to be the server's folder" in easel.log()
            assert TOKEN not in easel.log()
            # As if it were mounted now.
            await asyncio.to_thread((served / TOKEN).rename, seen / TOKEN)
            await painting(anna, sent)
