import asyncio
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.playground.server import LOCAL_FOLDER, running
from bot.playground.targets import MAX_UPLOAD_BYTES
from tests.bot.playground.drawing import drawn, opened
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


async def test_bot_takes_its_id_from_the_token(bot: Bot, anna: Person) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.supports_inline_queries) == (4242, "easel_playground_bot", True)
    assert (await bot.send_message(anna.chat_id, "hello")).from_user == me


async def test_wrong_token_and_unknown_method(playground: PlaygroundServer) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{playground.base_url}4242:abc/getLost") as answer:
            assert answer.status == 404
            assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
        async with session.get(f"{playground.base_url}abc/getMe") as answer:
            assert answer.status == 401
            assert (await answer.json())["description"] == "Unauthorized"


async def test_parameters_come_as_query_form_or_json(anna: Person, playground: PlaygroundServer) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Press", "callback_data": "press"}]]}
    wish = {"chat_id": anna.chat_id, "text": "hello", "reply_markup": keyboard}
    url = f"{playground.base_url}4242:abc/sendmessage"
    async with aiohttp.ClientSession() as session:
        for options in (
            {"params": {"chat_id": str(anna.chat_id), "text": "hello"}},
            {"data": {"chat_id": str(anna.chat_id), "text": "hello"}},
            {"json": wish},
        ):
            async with session.post(url, **options) as answer:
                assert (await answer.json())["result"]["text"] == "hello"
    (call,) = [call for call in await anna.calls("sendMessage") if "reply_markup" in call["params"]]
    assert call["params"] == wish


async def test_get_file_downloads_up_to_20_megabytes(bot: Bot, anna: Person) -> None:
    content = drawn(100, 100)
    small = await anna.send_file(content, "small.png")
    file = await bot.get_file(small["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == content
    large = await anna.send_file(bytes(25 * 1024 * 1024), "large.bin")
    assert large["document"]["file_size"] == 25 * 1024 * 1024
    with pytest.raises(BadRequest, match=r"^File is too big"):
        await bot.get_file(large["document"]["file_id"])
    with pytest.raises(BadRequest, match=r"^Invalid file_id"):
        await bot.get_file("nothing")


async def test_in_local_mode_get_file_tells_where_it_has_put_a_file_of_any_size(tmp_path: Path) -> None:
    async with (
        running("127.0.0.1", 0, tmp_path, local=True) as url,
        Person(url) as anna,
        Bot(TOKEN, f"{url}/bot", f"{url}/file/bot") as bot,
    ):
        content = bytes(25 * 1024 * 1024)
        for number in range(2):
            large = await anna.send_file(content + bytes([number]), "large.bin")
            # Asking twice changes nothing.
            for _ in range(2):
                file = await bot.get_file(large["document"]["file_id"])
                assert file.file_size == len(content) + 1
                path = Path(str(file.file_path))
                assert path.is_relative_to(tmp_path / LOCAL_FOLDER / TOKEN)
                assert await asyncio.to_thread(path.read_bytes) == content + bytes([number])
        async with aiohttp.ClientSession() as session, session.get(f"{url}/file/bot{TOKEN}/{path.name}") as answer:
            assert answer.status == 404
        sent = await bot.send_document(anna.chat_id, bytes(MAX_UPLOAD_BYTES + 1))
        assert sent.document is not None
        assert sent.document.file_size == MAX_UPLOAD_BYTES + 1


async def test_a_smaller_size_of_a_photo_is_made_when_asked_for(
    bot: Bot, anna: Person, playground: PlaygroundServer
) -> None:
    sent = await anna.send_photo(drawn(1280, 960))
    *smaller, largest = sent["photo"]
    assert ["file_size" in size for size in sent["photo"]] == [False, False, False, True]
    assert len({size["file_unique_id"] for size in sent["photo"]}) == 4
    kept = playground.data_dir / "files"
    assert [path.stat().st_size for path in kept.iterdir()] == [largest["file_size"]]
    for number, size in enumerate(smaller, 2):
        for _ in range(2):
            file = await bot.get_file(size["file_id"])
            data = bytes(await file.download_as_bytearray())
            assert file.file_size == len(data)
            assert opened(data).size == (size["width"], size["height"])
            assert await anna.download({"photo": [size]}) == data
            assert len(list(kept.iterdir())) == number


async def test_uploads_are_logged_without_their_bytes(bot: Bot, anna: Person) -> None:
    photo = drawn(50, 50)
    await bot.send_photo(anna.chat_id, photo, caption="hello")
    (call,) = await anna.calls("sendPhoto")
    assert call["params"]["caption"] == "hello"
    assert [one["size"] for one in call["params"].values() if isinstance(one, dict)] == [len(photo)]
