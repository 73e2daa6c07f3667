"""The first minute, the buttons under a result and the gallery, over HTTP; only the painting is a stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.language import ENGLISH
from bot.storage import styles
from bot.storage.database import Database
from bot.views import gallery, more, texts
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.person import Person, buttons_of, file_id_of
from tests.playground_server import PlaygroundServer

Json = dict[str, Any]


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]


@dataclass(frozen=True)
class Chat:
    """Anna's chat with the bot, in which one message changes in place."""

    anna: Person
    painter: StandInPainter
    database: Database

    async def photo(self, caption: str | None = None) -> Json:
        """Send a photo; return the message with its painting."""
        sent = await self.anna.send_photo(picture(), caption)
        return await self.anna.wait_for(lambda m: m["from_bot"] and "photo" in m, after=sent)

    async def tap(self, message: Json, button: str, *, then: str) -> Json:
        """Press a button; return the message once its caption, or a button of it, begins with `then`."""
        await self.anna.press(message, button)
        return await self.anna.wait_for(
            lambda m: (
                m["message_id"] == message["message_id"]
                and any(words.startswith(then) for words in (m.get("caption", ""), *labels(m)))
            )
        )

    async def another_picture(self, message: Json) -> Json:
        """Wait for another picture in the message."""
        return await self.anna.wait_for(
            lambda m: m["message_id"] == message["message_id"] and file_id_of(m) != file_id_of(message)
        )

    async def pictures(self) -> list[Json]:
        return [m for m in await self.anna.messages() if m["from_bot"] and "photo" in m and not m["deleted"]]


@pytest.fixture
async def chat(database: Database, playground: PlaygroundServer) -> AsyncIterator[Chat]:
    painter = StandInPainter()
    async with (
        whole_bot(database, playground, painter),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):
        yield Chat(anna, painter, database)


async def test_the_first_minute(chat: Chat) -> None:
    said = await chat.anna.send_text("/start")
    hello = await chat.anna.wait_for(lambda m: m["from_bot"], after=said)
    assert "photo" in hello
    assert hello["caption"] == texts.welcome(ENGLISH, "Anna")
    assert labels(hello) == ["🎨 All styles"]
    assert "reply_to_message" not in hello
    # The second person does not wait for an upload, and sees the same picture.
    again = await chat.anna.wait_for(lambda m: m["from_bot"], after=await chat.anna.send_text("/start"))
    assert file_id_of(again) == file_id_of(hello)

    names = await chat.tap(hello, "🎨 All styles", then="Iris · van Gogh")
    assert labels(names) == ["Iris · van Gogh", "Wave · Hokusai"]
    notice = await chat.anna.press(names, "Wave · Hokusai")
    assert (notice["text"], notice["show_alert"]) == (texts.noted(ENGLISH, [("wave", 1.0)]), True)
    result = await chat.photo()
    assert result["caption"] == "wave, 100%\nUnder the Wave, Katsushika Hokusai, c. 1831"
    assert labels(result) == ["‹", "🎨 Wave", "›", "−", "100%", "+", "More…"]


async def test_the_carousel_goes_round_and_back_to_what_is_painted_already(chat: Chat) -> None:
    result = await chat.photo("iris")
    wave = await chat.another_picture(await chat.tap(result, "›", then="🎨 Wave"))
    assert wave["caption"].startswith("wave, 100%")
    iris = await chat.tap(wave, "›", then="iris, 100%")
    assert file_id_of(iris) == file_id_of(result)
    assert labels(iris)[1] == "🎨 Iris"
    assert file_id_of(await chat.tap(iris, "‹", then="wave, 100%")) == file_id_of(wave)
    assert [asked.look.style for asked in chat.painter.painted] == ["gallery:iris", "gallery:wave"]
    assert len(await chat.pictures()) == 1


async def test_hasty_taps_on_buttons_that_have_not_changed_yet_all_count(chat: Chat) -> None:
    result = await chat.photo("iris")
    buttons = {one["text"]: one["callback_data"] for one in buttons_of(result)}
    chat.painter.free.clear()
    for button in ("−", "›", "−", "−", "‹", "›"):
        await chat.anna.press(result, buttons[button], force=True)
    chat.painter.free.set()
    last = await chat.anna.wait_for(lambda m: m.get("caption", "").startswith("wave, 70%"))
    assert last["message_id"] == result["message_id"]
    assert labels(last)[1:6] == ["🎨 Wave", "›", "−", "70%", "+"]
    assert len(chat.painter.painted) <= 3


async def test_the_photo_in_every_style_page_by_page_and_back(chat: Chat) -> None:
    result = await chat.photo("iris 70%")
    async with chat.database.transaction() as db:
        for number in range(17):
            await styles.add_own(db, chat.anna.chat_id, f"mine {number}", "no longer there", str)
    answer = await chat.anna.press(result, "🎨 Iris")
    assert answer["text"] == gallery.painting_sheet(ENGLISH)
    sheet = await chat.another_picture(result)
    # The page with the chosen style; own styles are before it.
    assert labels(sheet) == ["17", "• 18 •", "19", "‹", "2 / 2", "›", "‹ Back"]
    assert sheet["caption"].replace("\N{NO-BREAK SPACE}", " ").endswith("17 Mine 16 · 18 Iris · 19 Wave")

    first = await chat.another_picture(await chat.tap(sheet, "‹", then="Tap the number"))
    assert labels(first)[-5:] == ["16", "‹", "1 / 2", "›", "‹ Back"]
    painted = len(chat.painter.painted)
    second = await chat.tap(first, "›", then="19")
    assert file_id_of(await chat.another_picture(first)) == file_id_of(sheet)

    back = await chat.tap(second, "‹ Back", then="iris, 70%")
    assert file_id_of(back) == file_id_of(result)
    assert labels(back) == labels(result)
    assert len(chat.painter.painted) == painted

    again = await chat.tap(back, "🎨 Iris", then="• 18 •")
    wave = await chat.tap(again, "19", then="wave, 70%")
    assert labels(wave)[1] == "🎨 Wave"
    assert len(await chat.pictures()) == 1


async def test_styles_sends_a_sheet_that_becomes_the_painting(chat: Chat) -> None:
    result = await chat.photo("iris")
    said = await chat.anna.send_text("/styles")
    sheet = await chat.anna.wait_for(lambda m: m["from_bot"] and "photo" in m, after=said)
    assert labels(sheet) == ["• 1 •", "2"]
    wave = await chat.tap(sheet, "2", then="wave, 100%")
    assert wave["message_id"] != result["message_id"]
    assert labels(wave)[1] == "🎨 Wave"
    # From there the way leads to the gallery and back.
    again = await chat.tap(wave, "🎨 Wave", then="‹ Back")
    assert labels(again) == ["1", "• 2 •", "‹ Back"]
    assert file_id_of(await chat.another_picture(wave)) == file_id_of(sheet)
    assert (await chat.tap(again, "‹ Back", then="wave, 100%"))["message_id"] == sheet["message_id"]


async def test_the_menu_with_everything_else(chat: Chat) -> None:
    result = await chat.photo("iris 70%")
    menu = await chat.tap(result, "More…", then="🌈 Colours")
    assert file_id_of(menu) == file_id_of(result)
    colours = await chat.tap(menu, "🌈 Colours", then="• The painting's •")
    assert labels(await chat.tap(colours, "‹ Back", then="🌈 Colours")) == labels(menu)
    strokes = await chat.tap(menu, "🖌 Strokes", then="Fine strokes")
    fine = await chat.another_picture(await chat.tap(strokes, "Fine strokes", then="More…"))
    assert labels(fine) == labels(result)
    assert chat.painter.painted[-1].look.stroke == 0.5
    menu = await chat.tap(fine, "More…", then="💾 Save look")
    assert (await chat.anna.press(menu, "💾 Save look"))["text"] == more.preset_saved(ENGLISH, "Iris")
    await chat.anna.press(menu, "📄 Full-size file")
    file = await chat.anna.wait_for(lambda m: m["from_bot"] and "document" in m)
    assert file["reply_to_message"]["message_id"] == result["message_id"]
    assert labels(await chat.tap(menu, "‹ Back", then="More…")) == labels(result)


async def test_a_stale_button_repairs_itself(chat: Chat) -> None:
    result = await chat.photo("iris")
    old = buttons_of(result)[1]["callback_data"].replace("gallery:", "style:") + ":own:99"
    menu = await chat.tap(result, "More…", then="🌈 Colours")
    answer = await chat.anna.press(menu, old, force=True)
    assert (answer["text"], answer["show_alert"]) == (texts.buttons_renewed(ENGLISH), True)
    assert labels(await chat.anna.wait_for(lambda m: "More…" in labels(m))) == labels(result)
