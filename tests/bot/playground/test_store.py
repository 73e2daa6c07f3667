from pathlib import Path

import pytest
from telegram import Bot

from bot.playground.server import running
from bot.playground.store import Store
from tests.bot.playground.drawing import drawn
from tests.person import Person, file_id_of
from tests.playground_server import TOKEN


def bot_at(url: str) -> Bot:
    return Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


async def test_ids_files_and_unconfirmed_updates_survive_a_restart(tmp_path: Path) -> None:
    async with running("127.0.0.1", 0, tmp_path) as url, bot_at(url) as bot, Person(url) as anna:
        await anna.send_text("confirmed")
        (first,) = await bot.get_updates(timeout=5)
        sent = await anna.send_photo(drawn(400, 300), "waiting")
        (waiting,) = await bot.get_updates(offset=first.update_id + 1, timeout=5)
        content = await anna.download(sent)
        replied = await bot.send_message(anna.chat_id, "before")
        before = await anna.messages()

    async with running("127.0.0.1", 0, tmp_path) as url, bot_at(url) as bot, Person(url) as anna:
        assert await anna.messages() == before
        assert [update.to_dict() for update in await bot.get_updates()] == [waiting.to_dict()]
        file = await bot.get_file(file_id_of(sent))
        assert bytes(await file.download_as_bytearray()) == content
        assert file.file_unique_id == sent["photo"][-1]["file_unique_id"]
        again = await bot.send_photo(anna.chat_id, file_id_of(sent))
        assert again.photo[-1].file_id == file_id_of(sent)
        assert again.message_id > replied.message_id
        edited = await bot.edit_message_text("after", anna.chat_id, replied.message_id)
        assert not isinstance(edited, bool)
        assert edited.text == "after"
        await anna.send_text("new")
        assert (await bot.get_updates())[-1].update_id > waiting.update_id


def test_a_transaction_happens_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fail_halfway() -> None:
        with store.transaction():
            store.put_message(1, {"message_id": store.next_id("message")}, from_bot=False)
            raise RuntimeError

    before = store.next_id("message")
    with pytest.raises(RuntimeError):
        fail_halfway()
    assert store.messages(1) == []
    assert store.next_id("message") == before + 1
    store.close()


def test_same_bytes_have_one_unique_id_and_a_new_file_id_each_time(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256 = store.write_blob(b"bytes")
    one, two = (store.add_file("document", sha256, 5, "text/plain", ".txt") for _ in range(2))
    other = store.add_file("document", store.write_blob(b"other"), 5, "text/plain", ".txt")
    assert one.unique_id == two.unique_id != other.unique_id
    assert one.file_id != two.file_id
    store.close()
