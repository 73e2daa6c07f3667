"""What a person, and a group, may have at most, over HTTP: each limit met, and what is said then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.language import ENGLISH
from bot.limits import budgets, rate_limiter
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from bot.views import mixing, own_styles, presets
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.person import Person, buttons_of
from tests.playground_server import PlaygroundServer

Json = dict[str, Any]

PATIENCE_S = 60.0


@pytest.fixture
async def anna(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with await Person.join(playground.url, "Anna", language_code="en") as person:
        yield person


def plain(html: str) -> str:
    return html.replace("<b>", "").replace("</b>", "")


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]


async def answer(person: Person, sent: Json) -> Json:
    return await person.wait_for(lambda message: bool(message["from_bot"]), PATIENCE_S, after=sent)


async def paintings_in(chat: Person) -> list[Json]:
    return [message for message in await chat.messages() if message["from_bot"] and "photo" in message]


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.05)


async def queued(database: Database, person: Person) -> int:
    """Count a person's wishes that have been taken down."""
    async with database.snapshot() as db:
        return await db.scalar(select(func.count()).where(Job.user_id == person.user_id)) or 0


async def test_presets_and_styles_of_ones_own_have_their_limits(
    database: Database, playground: PlaygroundServer, anna: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter(), presets_per_person=1, styles_per_person=1):
        result = await answer(anna, await anna.send_photo(picture(), "iris 40%"))
        assert "Saved as one" in (await answer(anna, await anna.send_text("/save one")))["text"]
        assert (await answer(anna, await anna.send_text("/save two")))["text"] == presets.full(ENGLISH, 1)
        # The same name is no further preset.
        assert "Saved as one" in (await answer(anna, await anna.send_text("/save one")))["text"]
        await anna.press(result, "−")
        now = await anna.wait_for(lambda m: ", 30%" in m.get("caption", ""))
        await anna.press(now, "More…")
        now = await anna.wait_for(lambda m: "💾 Save look" in labels(m))
        refused = await anna.press(now, "💾 Save look")
        assert refused["text"].startswith("There is room for 1 saved look, and you have them all.")
        assert refused["show_alert"] is True

        mine = await answer(anna, await anna.send_photo(picture(colour="olive"), "/style mine"))
        assert mine["caption"] == "mine (your own), 30%"
        refused = await answer(anna, await anna.send_photo(picture(colour="navy"), "/style another"))
        assert refused["text"] == own_styles.full(ENGLISH, 1)
        assert labels(await answer(anna, await anna.send_text("/mystyles"))) == ["✎ mine"]


async def test_a_mixture_has_four_styles_at_most(
    database: Database, playground: PlaygroundServer, anna: Person
) -> None:
    async with whole_bot(database, playground, StandInPainter()):
        for colour in ("olive", "navy", "maroon"):
            await answer(anna, await anna.send_photo(picture(colour=colour), f"/style {colour}"))
        four = await answer(anna, await anna.send_photo(picture(), "/mix iris wave olive navy"))
        assert four["caption"].startswith("iris 25% + wave 25% + olive 25% + navy 25%, 100%")
        await anna.press(four, "Iris 25%")
        listed = await anna.wait_for(lambda m: "✎ maroon" in labels(m))
        refused = await anna.press(listed, "✎ maroon")
        assert (refused["text"], refused["show_alert"]) == (mixing.too_many_styles(ENGLISH), True)
        said = await answer(anna, await anna.send_text("/mix iris wave olive navy maroon"))
        assert said["text"].startswith("I can't mix “iris, wave, olive, navy, maroon”.")


async def test_fifty_photos_of_one_person_do_not_hold_up_one_of_another(
    database: Database, playground: PlaygroundServer, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Telegram's message a second would make it a long test of something else.
    monkeypatch.setattr(rate_limiter, "Bucket", lambda limit, per_second: budgets.Bucket(limit, 20 * per_second))
    painter = StandInPainter()

    async def all_queued() -> bool:
        return await queued(database, anna) == 50 and await queued(database, ben) == 1

    async def all_painted() -> bool:
        return len(await paintings_in(anna)) == 50

    async with (
        await Person.join(playground.url, "Ben", language_code="en") as ben,
        whole_bot(database, playground, painter, jobs_per_minute=100),
    ):
        painter.free.clear()
        sent = [await anna.send_photo(picture(64, 48)) for _ in range(50)]
        bens = await ben.send_photo(picture(64, 48, "olive"))
        await until(all_queued)
        painter.free.set()
        await ben.wait_for(lambda m: bool(m["from_bot"]) and "photo" in m, PATIENCE_S, after=bens)
        # Those that were at hand when Ben's came, and perhaps as many again while it went out.
        assert len(await paintings_in(anna)) <= 6
        await until(all_painted)
        answered = [m["reply_to_message"]["message_id"] for m in await paintings_in(anna)]
        assert sorted(answered) == [m["message_id"] for m in sent]


async def test_a_group_gets_no_more_than_telegram_allows_a_minute_and_yet_everything(
    database: Database, playground: PlaygroundServer, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A minute of three seconds, on both sides.
    monkeypatch.setattr(rate_limiter, "Window", lambda limit, seconds: budgets.Window(limit, seconds / 20))

    async def all_painted() -> bool:
        return len(await paintings_in(group)) == 25

    async with whole_bot(database, playground, StandInPainter()):
        group = await anna.new_group("Friends")
        await anna.limit(group={"messages": 20, "seconds": 3})
        username = (await anna.request("GET", "/api/bot"))["username"]
        sent = [await group.send_photo(picture(64, 48), f"@{username} wave") for _ in range(25)]
        await until(all_painted)
        calls = await group.calls("sendPhoto")
        assert [call["status"] for call in calls] == [200] * 25
        replies = [m["reply_to_message"]["message_id"] for m in await paintings_in(group)]
        assert sorted(replies) == [m["message_id"] for m in sent]
