"""What people must be able to rely on, over HTTP: privacy, limits, who is shut out, and what admins do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot import broadcasting
from bot.storage.database import Database
from bot.storage.models.base import Base
from tests.bot.jobs.test_painter_privacy import SECRETS, told_on
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.easel_process import EaselProcess
from tests.person import Person, buttons_of
from tests.playground_server import PlaygroundServer

Json = dict[str, Any]

PATIENCE_S = 20.0
# One painting by the engine, on a busy machine.
ENGINE_S = 90.0


@pytest.fixture
async def anna(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with await Person.join(playground.url, "Anna", language_code="en") as person:
        yield person


@pytest.fixture
async def ben(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with await Person.join(playground.url, "Ben", language_code="en") as person:
        yield person


async def sentence(person: Person, sent: Json) -> Json:
    """Wait for the words that answer a message."""
    return await person.wait_for(lambda message: bool(message["from_bot"]) and "text" in message, after=sent)


async def painted(person: Person, sent: Json, timeout: float = PATIENCE_S) -> Json:
    """Wait for the picture that answers a message."""
    return await person.wait_for(lambda message: bool(message["from_bot"]) and "photo" in message, timeout, after=sent)


async def changed(person: Person, message: Json, words: str) -> Json:
    """Wait until a message says something else."""
    return await person.wait_for(
        lambda now: now["message_id"] == message["message_id"] and words in now.get("text", "")
    )


async def words_of_bot(person: Person, after: Json) -> list[str]:
    """Return what the bot has said by now."""
    messages = await person.messages(after["message_id"])
    return [message["text"] for message in messages if message["from_bot"] and "text" in message]


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.02)


async def is_forgotten(database: Database, person: Person) -> bool:
    """Tell whether no table holds the person's number."""
    return str(person.user_id) not in await everything(database)


async def everything(database: Database) -> str:
    """Return all rows of all tables in words."""
    async with database.snapshot() as db:
        tables = [(await db.execute(select(table))).mappings().all() for table in Base.metadata.sorted_tables]
    return json.dumps([[dict(row) for row in rows] for rows in tables], default=str)


async def test_privacy_is_told_and_forgetting_leaves_nothing(
    database: Database, playground: PlaygroundServer, anna: Person
) -> None:
    painter = StandInPainter()
    async with whole_bot(database, playground, painter):
        privacy = await sentence(anna, await anna.send_text("/privacy"))
        assert "What I don't keep: your photos and paintings." in privacy["text"]

        result = await painted(anna, await anna.send_photo(picture(), "wave 70%"))
        await sentence(anna, await anna.send_text("/save evening"))
        await painted(anna, await anna.send_photo(picture(colour="olive"), "/style my olive"))
        painter.free.clear()
        painter.begun.clear()
        unfinished = await anna.send_photo(picture(colour="navy"))
        await asyncio.to_thread(painter.begun.wait, 20)
        assert not await is_forgotten(database, anna)

        asked = await sentence(anna, await anna.send_text("/forget"))
        for line in ("3 pictures", "1 style of your own", "1 saved look"):
            assert line in asked["text"]
        await anna.press(asked, "Forget everything")
        told = await changed(anna, asked, "Forgotten")
        assert "3 pictures" in told["text"]
        assert buttons_of(told) == []
        await eventually(lambda: is_forgotten(database, anna))

        painter.free.set()
        answer = await anna.press(result, "+")
        assert answer["text"].startswith("I don't remember this picture any more.")
        again = await painted(anna, await anna.send_photo(picture()))
        assert ", 100%" in again["caption"]
        after = await anna.messages(unfinished["message_id"])
        assert [message["message_id"] for message in after if "photo" in message and message["from_bot"]] == [
            again["message_id"]
        ]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "HEIC"])
async def test_where_and_with_what_a_photo_was_taken_stays_with_its_sender(
    running_bot: EaselProcess, format: str
) -> None:
    async with await Person.join(running_bot.url, "Anna", language_code="en") as anna:
        sent = await anna.send_file(told_on(format), f"home.{format.lower()}", "iris 50%")
        result = await painted(anna, sent, ENGINE_S)
        await anna.press(result, "More…")
        await anna.wait_for(lambda message: "Full-size file" in str(buttons_of(message)), ENGINE_S)
        await anna.press(result, "Full-size file")
        file = await anna.wait_for(lambda message: bool(message["from_bot"]) and "document" in message, ENGINE_S)
        for message in (result, file):
            data = await anna.download(message)
            assert not any(secret.encode() in data for secret in SECRETS)
        assert "home" not in file["document"]["file_name"]


async def test_who_is_quicker_than_the_brush_waits_and_the_others_do_not(
    database: Database, playground: PlaygroundServer, anna: Person, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), jobs_per_minute=3):
        sent = [await anna.send_photo(picture()) for _ in range(8)]
        told = await sentence(anna, sent[3])
        assert told["text"].startswith("You're quicker than my brush! Try again in ")
        result = await painted(anna, sent[0])
        await painted(ben, await ben.send_photo(picture()))
        answer = await anna.press(result, "−")
        assert answer["text"].startswith("You're quicker than my brush!")
        # The picture was not made, but the setting is kept; and settings cost nothing.
        assert "90%" in (await sentence(anna, await anna.send_text("/strength")))["text"]
        assert len([words for words in await words_of_bot(anna, sent[0]) if "quicker" in words]) == 1


async def test_a_day_has_its_limit_too(database: Database, playground: PlaygroundServer, anna: Person) -> None:
    async with whole_bot(database, playground, StandInPainter(), jobs_per_day=1):
        await painted(anna, await anna.send_photo(picture()))
        told = await sentence(anna, await anna.send_photo(picture()))
        assert "again in 24 hours." in told["text"]


async def test_who_is_shut_out_hears_it_once_and_is_let_in_again(
    database: Database, playground: PlaygroundServer, anna: Person, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), admins=frozenset({anna.user_id})):
        hello = await ben.send_text("/admin")
        assert "I don't know that command." in (await sentence(ben, hello))["text"]
        panel = await sentence(anna, await anna.send_text("/admin ben"))
        await anna.press(panel, "Ben")
        panel = await changed(anna, panel, "Here since")
        await anna.press(panel, "⛔ Shut out")
        await sentence(ben, hello)
        told = await ben.wait_for(lambda message: "I can't paint for you any more" in message.get("text", ""))

        unheard = await ben.send_photo(picture())
        await ben.send_text("/help")
        # Ben's turn has come and gone by the time that Anna, who writes later, has her answers.
        await painted(anna, await anna.send_photo(picture()))
        assert [message for message in await ben.messages(told["message_id"]) if message["from_bot"]] == []
        assert "What I keep" in (await sentence(ben, await ben.send_text("/privacy")))["text"]

        await anna.press(panel, "Let in again")
        welcome = await ben.wait_for(lambda message: "welcome again" in message.get("text", ""), after=unheard)
        await painted(ben, await ben.send_photo(picture()))
        assert welcome["from_bot"]


async def test_a_broadcast_reaches_everybody_once_though_the_bot_dies_in_the_middle(
    database: Database, playground: PlaygroundServer, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "LEASE_S", 1.0)
    people = [await Person.join(playground.url, f"P{number}", language_code="en") for number in range(7)]
    *reached, blocking, banned = people
    admins = frozenset({anna.user_id})

    async def received(person: Person) -> int:
        messages = await person.messages()
        return len([one for one in messages if one["from_bot"] and one.get("text") == "New styles are here!"])

    async def count() -> int:
        return sum([await received(person) for person in reached])

    async def has_begun() -> bool:
        return await count() >= 2

    async def hangs() -> bool:
        return not await anna.faults()

    async with whole_bot(database, playground, StandInPainter(), admins=admins):
        for person in (anna, *people):
            await sentence(person, await person.send_text("/help"))
        await blocking.block()
        panel = await sentence(anna, await anna.send_text(f"/admin {banned.user_id}"))
        await anna.press(panel, "P6")
        await anna.press(await changed(anna, panel, "Here since"), "⛔ Shut out")
        await banned.wait_for(lambda message: "can't paint for you" in message.get("text", ""))

        news = await anna.send_text("New styles are here!")
        command = await anna.send_text("/broadcast", reply_to=news)
        question = await anna.wait_for(lambda message: "Send it?" in message.get("text", ""), after=command)
        assert "6 people" in question["text"]
        await anna.press(question, "Send to all")
        await eventually(has_begun)
        await anna.fault("copyMessage", "timeout")
        await eventually(hangs)
    before = await count()
    assert 2 <= before < len(reached)

    async with whole_bot(database, playground, StandInPainter(), admins=admins):
        report = await anna.wait_for(lambda message: "Broadcast over:" in message.get("text", ""), after=question)
    assert report["text"] == "Broadcast over: 6 sent, 0 had blocked me, 0 failed."
    assert [await received(person) for person in people] == [1, 1, 1, 1, 1, 0, 0]
    for person in people:
        await person.close()


async def test_in_maintenance_wishes_wait_and_are_painted_afterwards(
    database: Database, playground: PlaygroundServer, anna: Person, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), admins=frozenset({anna.user_id})):
        panel = await sentence(anna, await anna.send_text("/admin"))
        await anna.press(panel, "🔧 Begin maintenance")
        await changed(anna, panel, "Maintenance")
        first = await ben.send_photo(picture())
        assert (await sentence(ben, first))["text"].startswith("My workshop is being tidied up")
        second = await ben.send_photo(picture())
        assert "Send me a photo" in (await sentence(ben, await ben.send_text("/help")))["text"]
        assert not any("photo" in message for message in await ben.messages(second["message_id"]))
        await anna.press(panel, "↻ Refresh")
        await changed(anna, panel, "Waiting: 2")

        await anna.press(panel, "▶ End maintenance")
        results = [await painted(ben, second)]
        results.append(await painted(ben, results[0]))
        answered = {message["reply_to_message"]["message_id"] for message in results}
        assert answered == {first["message_id"], second["message_id"]}
        assert len([words for words in await words_of_bot(ben, first) if "tidied up" in words]) == 1


async def test_a_group_is_greeted_and_a_person_forgets_only_their_own_things_there(
    database: Database, playground: PlaygroundServer, anna: Person, ben: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter()):
        annas = await anna.new_group("Friends")
        bens = await ben.join_group(annas)
        hello = await annas.wait_for(lambda message: bool(message["from_bot"]) and "text" in message)
        username = (await anna.request("GET", "/api/bot"))["username"]
        assert f"with the caption @{username} iris" in hello["text"]
        for person in (annas, bens):
            await painted(person, await person.send_photo(picture(), f"@{username} wave"))
        asked = await sentence(bens, await bens.send_text("/forget"))
        answer = await annas.press(asked, "Forget everything")
        assert answer["text"].startswith("That question was for somebody else.")
        await bens.press(asked, "Forget everything")
        await changed(bens, asked, "Forgotten")
        await eventually(lambda: is_forgotten(database, ben))
        assert not await is_forgotten(database, anna)
