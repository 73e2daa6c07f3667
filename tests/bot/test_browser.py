"""The chat page with the real bot behind it, as a person with a browser sees it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, FilePayload, expect

from bot.language import ENGLISH
from bot.views import texts
from tests.bot.browser import REACTION_S, browsing, chatting, chromium
from tests.bot.drawing import encoded, landscape
from tests.bot.gallery import FIRST, SECOND, label, number
from tests.easel_process import EaselProcess
from tests.person import Person

DESKTOP = (1280, 800)
PHONE = (390, 844)
# In CSS pixels: what a thumb hits.
SMALLEST_BUTTON = 32
# Of 255.
DARK = 80


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsing(chromium()) as browser:
        yield browser


@pytest.fixture
async def chat_url(browser: Browser, running_bot: EaselProcess) -> AsyncIterator[str]:
    """The address of an empty chat; the browser comes first, so that nothing starts where there is none."""
    async with await Person.join(running_bot.url, "Anna") as anna:
        yield f"{running_bot.url}/#{anna.chat_id}"


def _photo() -> FilePayload:
    return {"name": "hill.jpg", "mimeType": "image/jpeg", "buffer": encoded(landscape(640, 480))}


async def test_a_photo_is_painted_and_repainted_in_place(browser: Browser, chat_url: str) -> None:
    async with chatting(browser, chat_url, size=DESKTOP) as chat:
        await chat.start()
        await expect(chat.messages.last).to_contain_text("Hi Anna!")

        await chat.choose(_photo())
        await chat.confirm()
        painting = await chat.painting()
        await expect(painting.text).to_contain_text(f"{FIRST.name}, 100%")
        count = await chat.messages.count()

        await painting.repaint("−")
        await expect(painting.text).to_contain_text(f"{FIRST.name}, 90%")

        await painting.repaint(label(FIRST))
        await painting.repaint(number(SECOND))
        await expect(painting.text).to_contain_text(f"{SECOND.name}, 90%")
        await expect(painting.button(label(SECOND))).to_be_visible()

        assert await chat.messages.count() == count
        assert await chat.messages.last.get_attribute("data-message-id") == painting.message_id


async def test_a_dropped_photo_is_painted_as_its_caption_says(browser: Browser, chat_url: str) -> None:
    async with chatting(browser, chat_url, size=DESKTOP) as chat:
        await chat.drop(_photo())
        await chat.confirm(f"{SECOND.name} 70%")
        painting = await chat.painting()
        await expect(painting.text).to_contain_text(f"{SECOND.name}, 70%")


async def test_a_pasted_photo_is_painted_on_a_phone_in_the_dark(browser: Browser, chat_url: str) -> None:
    async with chatting(browser, chat_url, size=PHONE, scheme="dark", is_phone=True) as chat:
        await chat.paste(_photo())
        await chat.confirm()
        painting = await chat.painting()
        await painting.open(label(FIRST), then="‹ Back")
        for button in await painting.buttons.all():
            box = await button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= SMALLEST_BUTTON
            assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE[0]
        # A phone's browser widens its window to what does not fit, so the window itself is no measure.
        for element in ("document.documentElement", "document.getElementById('log')"):
            assert await chat.page.evaluate(f"{element}.scrollWidth") <= PHONE[0]
        background = await chat.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(int(number) for number in re.findall(r"\d+", background)) < DARK


async def test_a_pdf_gets_a_sentence(browser: Browser, chat_url: str) -> None:
    async with chatting(browser, chat_url, size=DESKTOP) as chat:
        paper: FilePayload = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" * 50}
        await chat.choose(paper, as_="file")
        await chat.confirm()
        await expect(chat.messages).to_have_count(2, timeout=REACTION_S * 1000)
        await expect(chat.messages.last.get_by_test_id("text")).to_have_text(texts.not_a_picture(ENGLISH, "pdf"))


async def test_the_menu_is_in_the_language_of_whoever_writes(browser: Browser, running_bot: EaselProcess) -> None:
    for code, first in (("ru", "Все стили"), ("de", "All styles")):
        async with (
            await Person.join(running_bot.url, language_code=code) as person,
            chatting(browser, f"{running_bot.url}/#{person.chat_id}", size=DESKTOP) as chat,
        ):
            await chat.page.get_by_test_id("commands").click()
            await expect(chat.page.get_by_test_id("suggestion").first).to_contain_text(first)
