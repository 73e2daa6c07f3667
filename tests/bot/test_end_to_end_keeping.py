"""Own styles and presets over HTTP: named, shared by a link, and brought back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.language import ENGLISH
from bot.storage.database import Database
from bot.views import own_styles
from tests.bot.drawing import encoded, landscape, stripes
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of
from tests.playground_server import PlaygroundServer

PAINTING_S = 90.0


@pytest.fixture
async def anna(running_bot: EaselProcess) -> AsyncIterator[Person]:
    async with await Person.join(running_bot.url, "Anna") as anna:
        yield anna


async def painting(person: Person, after: Json) -> Json:
    return await person.wait_for(lambda m: m["from_bot"] and "photo" in m, PAINTING_S, after=after)


async def sentence(person: Person, after: Json | int) -> str:
    message = await person.wait_for(lambda m: m["from_bot"] and "text" in m, PAINTING_S, after=after)
    return str(message["text"])


def plain(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


async def test_a_style_is_named_anew_shared_by_a_link_and_deleted(running_bot: EaselProcess, anna: Person) -> None:
    sent = await anna.send_photo(encoded(stripes()), "/style my wave")
    await sentence(anna, sent)
    listed = await anna.send_text("/mystyles")
    listing = await anna.wait_for(lambda m: m["from_bot"] and bool(buttons_of(m)), after=listed)
    await anna.press(listing, "✎ my wave")
    shown = await painting(anna, listing)
    assert "my wave" in shown["caption"]

    await anna.press(shown, "Rename")
    await sentence(anna, shown)
    renaming = await anna.send_text("Sea foam")
    assert await sentence(anna, renaming) == plain(own_styles.renamed(ENGLISH, "Sea foam"))

    await anna.press(shown, "Share")
    linked = await anna.wait_for(lambda m: m["message_id"] == shown["message_id"] and "t.me/" in m.get("caption", ""))
    link = re.findall(r"https://t\.me/\S+", linked["caption"])[0]
    async with await Person.join(running_bot.url, "Boris") as boris:
        await painting(boris, await boris.send_photo(encoded(landscape(320, 240))))
        opened = await boris.open_link(link)
        received = await boris.wait_for(
            lambda m: m["from_bot"] and "Sea foam" in m.get("caption", "") and "your own" in m["caption"],
            PAINTING_S,
            after=opened,
        )
        assert "photo" in received

        await anna.press(shown, "Delete")
        await anna.wait_for(lambda m: any("Yes, delete" in one["text"] for one in buttons_of(m)))
        await anna.press(shown, "Yes, delete")
        await anna.wait_for_event("delete", lambda data: data["message_id"] == shown["message_id"], after=0)
        # What was given stays given.
        again = await boris.send_text("Sea foam 40%")
        assert "Sea foam" in (await painting(boris, again))["caption"]
        late = await anna.open_link(link)
        assert await sentence(anna, late) == plain(own_styles.no_longer_shared(ENGLISH))


async def test_a_default_preset_is_what_a_new_chat_begins_with(anna: Person) -> None:
    await painting(anna, await anna.send_photo(encoded(landscape(320, 240)), "iris 30%"))
    await sentence(anna, await anna.send_text("/save evening"))
    asked = await anna.send_text("/presets")
    listing = await anna.wait_for(lambda m: m["from_bot"] and bool(buttons_of(m)), after=asked)
    for label in ("Edit…", "evening", "Use in new chats"):
        await anna.wait_for(lambda m, label=label: any(label == one["text"] for one in buttons_of(m)), after=asked)
        await anna.press(listing, label)
    await anna.wait_for(lambda m: any("★" in one["text"] for one in buttons_of(m)), after=asked)

    friends = await anna.new_group("Friends")
    sent = await friends.send_photo(encoded(landscape(320, 240)), "@easel_playground_bot")
    caption = (await painting(friends, sent))["caption"]
    assert "iris" in caption.lower()
    assert "30%" in caption


async def test_presets_have_pages_and_are_renamed_deleted_and_first_in_the_gallery(
    database: Database, playground: PlaygroundServer
) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):

        async def tap(message: Json, label: str, *, then: str) -> Json:
            await anna.press(message, label)
            return await anna.wait_for(lambda m: m["message_id"] == message["message_id"] and then in labels(m))

        await painting(anna, await anna.send_photo(picture(), "wave 30%"))
        for number in range(1, 10):
            await sentence(anna, await anna.send_text(f"/save look {number}"))
        asked = await anna.send_text("/presets")
        listing = await anna.wait_for(lambda m: m["from_bot"] and bool(buttons_of(m)), after=asked)
        assert labels(listing) == [f"look {number}" for number in range(1, 9)] + ["‹", "1 / 2", "›", "Edit…"]
        assert "look 9" in labels(await tap(listing, "›", then="look 9"))
        await tap(listing, "Edit…", then="Done")
        await tap(listing, "look 9", then="Rename")
        await anna.press(listing, "Rename")
        asked = await anna.wait_for(lambda m: "be called?" in m.get("text", ""), after=listing)
        taken = await anna.send_text("look 1")
        assert "Another saved look is called look 1." in await sentence(anna, taken)
        assert "is called seaside now" in await sentence(anna, await anna.send_text("seaside"))
        # Where it was on its page, the page before is left.
        last = await tap(listing, "🗑 Delete", then="look 8")
        assert "seaside" not in labels(last)

        sheet = await painting(anna, await anna.send_text("/styles"))
        assert labels(sheet)[:4] == ["★ look 1", "★ look 2", "★ look 3", "★ look 4"]
        await painting(anna, await anna.send_photo(picture(colour="olive"), "iris 100%"))
        await anna.press(sheet, "★ look 1")
        again = await anna.wait_for(lambda m: m["message_id"] == sheet["message_id"] and "More…" in labels(m))
        assert again["caption"].startswith("wave, 30%")


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]
