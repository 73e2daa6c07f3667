"""What a worker makes of a Bot API server in local mode: answers that take long, files that go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from telegram.error import NetworkError, TimedOut

from bot import telegram_client
from bot.jobs import delivery
from bot.jobs.delivery import Delivery
from bot.jobs.errors import FileGone
from bot.jobs.painter import GalleryStyle, Painter
from bot.limits.file_limits import LOCAL
from bot.local_files import FilesUnseen, FileVanished, LocalFiles
from bot.look import Look, Share
from bot.playground.server import LOCAL_FOLDER, running
from bot.settings import Settings
from tests.bot.stand_in import picture
from tests.person import Json, Person
from tests.playground_server import TOKEN

UNAVAILABLE = "Bad Request: wrong file_id or the file is temporarily unavailable"


@pytest.fixture
async def anna(tmp_path: Path) -> AsyncIterator[Person]:
    async with running("127.0.0.1", 0, tmp_path, local=True) as url, Person(url) as anna:
        yield anna


@pytest.fixture
async def deliver(anna: Person, tmp_path: Path) -> AsyncIterator[Callable[..., Delivery]]:
    """Make what fetches, from the folder of the server or another one; None: it knows of no folder."""
    settings = Settings(telegram_token=TOKEN, telegram_api_url=anna.url)  # type: ignore[arg-type]
    bot = telegram_client.bot_for_pictures(settings)

    def make(folder: Path | None = tmp_path / LOCAL_FOLDER) -> Delivery:
        return Delivery(bot, LOCAL, None if folder is None else LocalFiles(folder, TOKEN))

    yield make
    await bot.request.shutdown()


def file_id(message: Json) -> str:
    return str(message["photo"][-1]["file_id"])


async def test_a_photo_stays_where_the_server_has_put_it(
    anna: Person, deliver: Callable[..., Delivery], tmp_path: Path
) -> None:
    message = await anna.send_photo(picture())
    sent = file_id(message)
    fetched = await deliver().fetch(sent)
    assert isinstance(fetched, Path)
    assert fetched.is_relative_to(tmp_path / LOCAL_FOLDER / TOKEN)
    # Several at a time, as the pictures of a mixture are.
    again = await asyncio.gather(*(deliver().fetch(sent) for _ in range(8)))
    assert set(again) == {fetched}
    assert await asyncio.to_thread(fetched.read_bytes) == await anna.download(message)


async def test_a_server_in_local_mode_is_known_by_what_it_tells(anna: Person, deliver: Callable[..., Delivery]) -> None:
    sent = file_id(await anna.send_photo(picture()))
    with pytest.raises(FilesUnseen, match="set EASEL_TELEGRAM_FILES to its folder"):
        await deliver(None).fetch(sent)


async def test_while_the_server_fetches_a_file_it_is_asked_again_later(
    anna: Person, deliver: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FETCH_S", 0.2)
    sent = file_id(await anna.send_photo(picture()))
    await anna.fault("getFile", "held")
    with pytest.raises(TimedOut):
        await deliver().fetch(sent)
    assert isinstance(await deliver().fetch(sent), Path)


async def test_a_file_that_is_unavailable_for_good_is_given_up(
    anna: Person, deliver: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_ASKED", 2)
    sent, fetching = file_id(await anna.send_photo(picture())), deliver()
    await anna.fault("getFile", "400", times=3, description=UNAVAILABLE)
    for _ in range(2):
        with pytest.raises(NetworkError, match="not done with a file"):
            await fetching.fetch(sent)
    with pytest.raises(FileGone):
        await fetching.fetch(sent)
    assert isinstance(await fetching.fetch(sent), Path)
    await anna.fault("getFile", "400", description=UNAVAILABLE)
    with pytest.raises(FileGone):
        await deliver(None).fetch(sent)


def test_a_file_that_goes_before_it_is_read_is_asked_for_again_and_its_path_told_to_nobody(tmp_path: Path) -> None:
    painter, gone = Painter(LOCAL), tmp_path / TOKEN / "photos" / "file_1.jpg"
    look, sources = Look((Share("gallery:iris"),)), [GalleryStyle("iris")]
    for ask in (
        lambda: painter.paint(gone, look, sources, "photo"),
        lambda: painter.paint(gone, look, sources, "file"),
        lambda: painter.learn(gone, "adain"),
        lambda: painter.sheet(gone, look, sources, 1, None),
    ):
        with pytest.raises(FileVanished) as caught:
            ask()
        assert isinstance(caught.value, NetworkError)
        assert TOKEN not in str(caught.value)
        assert caught.value.__cause__ is None
