"""Inline mode over HTTP: what `@bot wave 70` offers in any chat, and to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.handlers import offers
from bot.playground.store import STORAGE_CHAT_ID
from bot.storage.database import Database
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.person import Person, buttons_of, file_id_of
from tests.playground_server import PlaygroundServer

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for pictures until they come, however busy the machine is."""
    monkeypatch.setattr(offers, "_PATIENCE_S", 60.0)
    monkeypatch.setattr(offers, "_LESS_PATIENCE_S", 60.0)


@pytest.fixture
async def anna(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with await Person.join(playground.url, "Anna", language_code="en") as person:
        yield person


@pytest.fixture
async def ben(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with await Person.join(playground.url, "Ben", language_code="ru") as person:
        yield person


@pytest.fixture
async def storage(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with Person(playground.url, STORAGE_CHAT_ID) as person:
        yield person


async def painted(person: Person, caption: str, colour: str = "teal") -> Json:
    """Send a photo and wait for its painting."""
    sent = await person.send_photo(picture(colour=colour), caption)
    return await person.wait_for(lambda message: bool(message["from_bot"]) and "photo" in message, after=sent)


def files(answer: Json) -> list[str]:
    return [result["photo_file_id"] for result in answer["results"]]


def titles(answer: Json) -> list[str]:
    return [result["title"].replace("\N{NO-BREAK SPACE}", " ") for result in answer["results"]]


async def test_without_a_photo_a_line_leads_to_the_bot(
    database: Database, playground: PlaygroundServer, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), storage_chat=STORAGE_CHAT_ID):
        answer = await ben.inline("wave")
        assert (answer["results"], answer["button"]["text"]) == ([], "Сначала пришлите мне фото")
        pressed = await ben.press_inline_button(answer)
        told = await ben.wait_for(lambda message: bool(message["from_bot"]), after=pressed)
        assert told["text"].startswith("Пришлите мне сюда фото.")


async def test_a_new_style_is_painted_once_and_chosen_where_the_bot_is_not(
    database: Database, playground: PlaygroundServer, anna: Person, storage: Person
) -> None:
    painter = StandInPainter()
    async with whole_bot(database, playground, painter, storage_chat=STORAGE_CHAT_ID):
        result = await painted(anna, "iris 40")
        there = await anna.new_group("Friends", with_bot=False)
        answer = await there.inline("wave 70")
        (kept,) = await storage.messages()
        assert (titles(answer), files(answer)) == (["Wave, 70%"], [file_id_of(kept)])
        assert "caption" not in kept
        assert "button" not in answer or not answer["button"]

        sent = await there.choose(answer["results"][0])
        assert file_id_of(sent) == file_id_of(kept)
        assert sent["caption"].startswith("wave, 70%\nUnder the Wave, Katsushika Hokusai")
        assert buttons_of(sent) == []

        for words in ("Wave, 70%", "70 wave"):
            assert files(await there.inline(words)) == files(answer)
        assert (await there.inline("wave 70"))["cached"] is True
        assert files(await there.inline("iris 40")) == [file_id_of(result)]
        assert len(await storage.messages()) == 1
        assert [asked.look.strength for asked in painter.painted] == [0.4, 0.7]
        # Nothing of it was said in Anna's chat with the bot.
        assert [m for m in await anna.messages(result["message_id"]) if m["from_bot"]] == []


async def test_no_words_offer_earlier_paintings_and_the_last_photo_in_other_styles(
    database: Database, playground: PlaygroundServer, anna: Person, storage: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), storage_chat=STORAGE_CHAT_ID):
        first = await painted(anna, "wave 20")
        second = await painted(anna, "wave 30", colour="olive")
        answer = await anna.inline("")
        (kept,) = await storage.messages()
        assert files(answer) == [file_id_of(second), file_id_of(first), file_id_of(kept)]
        assert titles(answer) == ["Wave, 30%", "Wave, 20%", "Iris, 30%"]


async def test_two_people_never_see_each_others(
    database: Database, playground: PlaygroundServer, anna: Person, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), storage_chat=STORAGE_CHAT_ID):
        annas, bens = await painted(anna, "wave"), await painted(ben, "wave")
        group = await anna.new_group("Friends")
        for words in ("", "wave", "iris 50"):
            seen = [set(files(await person.inline(words))) for person in (group, await ben.join_group(group))]
            assert seen[0]
            assert seen[1]
            assert not seen[0] & seen[1]
        assert file_id_of(annas) != file_id_of(bens)


async def test_the_storage_chat_may_be_a_group_and_need_not_be(
    database: Database, playground: PlaygroundServer, anna: Person
) -> None:
    store = await anna.new_group("Storage", with_bot=True)
    async with whole_bot(database, playground, StandInPainter(), storage_chat=store.chat_id):
        result = await painted(anna, "iris 40")
        answer = await anna.inline("wave")
        kept = await store.wait_for(lambda message: bool(message["from_bot"]) and "photo" in message)
        assert files(answer) == [file_id_of(kept)]
    async with whole_bot(database, playground, StandInPainter()):
        assert files(await anna.inline("wav")) == [file_id_of(kept)]
        assert files(await anna.inline("ir")) == [file_id_of(result)]
        assert (await anna.inline("wave 33"))["button"]["text"] == "Not painted yet – ask me in our chat"


async def test_a_storage_chat_that_is_none_leaves_the_rest(
    database: Database, playground: PlaygroundServer, anna: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), storage_chat=-100123):
        result = await painted(anna, "iris 40")
        assert files(await anna.inline("")) == [file_id_of(result)]
        answer = await anna.inline("wave")
        assert (answer["results"], answer["button"]["text"]) == ([], "Not painted yet – ask me in our chat")
        assert not any("wrong" in message.get("text", "") for message in await anna.messages())


async def test_forgetting_takes_the_kept_pictures_along(
    database: Database, playground: PlaygroundServer, anna: Person, storage: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), storage_chat=STORAGE_CHAT_ID):
        await painted(anna, "iris")
        await anna.inline("wave")
        asked = await anna.send_text("/forget")
        question = await anna.wait_for(lambda message: bool(message["from_bot"]), after=asked)
        await anna.press(question, "Forget everything")
        await storage.wait_for_event("delete", after=0)
        assert (await anna.inline("wave 5"))["button"]["text"] == "Send me a photo first"
