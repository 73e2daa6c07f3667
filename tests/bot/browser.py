"""The playground's chat page in a real browser: Debian's Chromium, and what a person does in the page."""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

# One painting, on a busy machine; also the first one, for which the weights are loaded.
PAINTING_S = 90.0
# Anything else that is waited for.
REACTION_S = 30.0
_MISSING = "needs Chromium, which Debian and Ubuntu have as the package `chromium`"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_TRANSFER = """(files) => {
  const transfer = new DataTransfer();
  for (const {name, mimeType, data} of files) {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, {type: mimeType}));
  }
  return transfer;
}"""

# A browser that starts on a busy machine is slower than a page ever is for a person.
expect.set_options(timeout=30_000)


def chromium() -> str:
    """Return the path of Chromium; without one skip the test, or fail it where the environment insists."""
    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if os.environ.get("EASEL_TESTS_INSIST") == "1" else pytest.skip)(_MISSING)
    return path


@asynccontextmanager
async def browsing(executable: str) -> AsyncIterator[Browser]:
    """Run a browser for as long as the context is open."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def chatting(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int],
    scheme: Literal["light", "dark"] = "light",
    is_phone: bool = False,
    density: float = 1,
) -> AsyncIterator[ChatPage]:
    """Open the chat at `url` in a window of `size` (width, height) CSS pixels, of `density` screen pixels each.

    Raises:
        AssertionError: on leaving, if one of the page's scripts failed.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        is_mobile=is_phone,
        has_touch=is_phone,
        device_scale_factor=density,
    )
    context.set_default_timeout(REACTION_S * 1000)
    try:
        page = await context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        chat = ChatPage(page)
        # Until the chat is drawn, the page heeds nothing that is dropped or pasted.
        await expect(page.get_by_test_id("start").or_(chat.messages).first).to_be_visible()
        yield chat
        assert errors == []
    finally:
        await context.close()


class ChatPage:
    """The page with a chat open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.get_by_test_id("message")

    async def start(self) -> None:
        """Press Start in an empty chat and wait for the greeting."""
        await self.page.get_by_test_id("start").click()
        await expect(self.messages).to_have_count(2, timeout=REACTION_S * 1000)

    async def choose(self, *files: FilePayload, as_: Literal["photo", "file"] = "photo") -> None:
        """Pick files, which the preview then shows."""
        await self.page.get_by_test_id(f"file-input-{as_}").set_input_files(files)
        await expect(self.page.get_by_test_id("preview")).to_be_visible()

    async def drop(self, *files: FilePayload) -> None:
        """Drag files over the chat and let them go on the zone for photos."""
        transfer = await self.page.evaluate_handle(_TRANSFER, _encoded(files))
        await self.page.get_by_test_id("log").dispatch_event("dragenter", {"dataTransfer": transfer})
        zone = self.page.get_by_test_id("drop-photo")
        await expect(zone).to_be_visible()
        for event in ("dragover", "drop"):
            await zone.dispatch_event(event, {"dataTransfer": transfer})
        await expect(zone).to_be_hidden()
        await transfer.dispose()

    async def paste(self, *files: FilePayload) -> None:
        """Paste files into the composer."""
        transfer = await self.page.evaluate_handle(_TRANSFER, _encoded(files))
        await self.page.get_by_test_id("composer").evaluate(
            "(composer, clipboardData) => composer.dispatchEvent(new ClipboardEvent('paste', {clipboardData}))",
            transfer,
        )
        await transfer.dispose()

    async def write(self, text: str) -> None:
        """Write a text into the composer and send it."""
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.keyboard.press("Enter")

    async def do(self, message: Locator, item: str) -> None:
        """Choose from the menu of a message: reply, edit, forward, copy or download."""
        await message.click(button="right", position={"x": 12, "y": 12})
        await self.page.get_by_test_id(f"menu-{item}").click()

    async def menu(self, item: str) -> None:
        """Choose from the menu of the chat, by the test id of the item."""
        await self.page.get_by_test_id("chat-menu").click()
        await self.page.get_by_test_id(item).click()

    async def pick(self, label: str) -> None:
        """Pick one of those that a dialog offers."""
        await self.page.get_by_test_id("pick-option").filter(has_text=label).click()

    async def confirm(self, caption: str = "") -> None:
        """Send what the preview shows."""
        await self.page.get_by_test_id("preview-caption").fill(caption)
        await self.page.get_by_test_id("preview-send").click()
        await expect(self.page.get_by_test_id("preview")).to_have_count(0)

    async def painting(self) -> Painting:
        """Wait for the newest message to be a painting with its buttons, on screen."""
        newest = self.messages.last
        # The greeting is a picture with a button, too, but only one.
        await expect(newest.get_by_test_id("inline-button").nth(1)).to_be_visible(timeout=PAINTING_S * 1000)
        await expect(newest.get_by_test_id("photo")).to_have_attribute("data-file-id", re.compile("."))
        message_id = await newest.get_attribute("data-message-id")
        assert message_id is not None
        return Painting(self, message_id)


class Painting:
    """A message of the bot with a picture and buttons."""

    def __init__(self, chat: ChatPage, message_id: str) -> None:
        self._chat = chat
        self.message_id = message_id
        self.message = chat.page.locator(f'[data-testid="message"][data-message-id="{message_id}"]')
        self.buttons = self.message.get_by_test_id("inline-button")
        self.text = self.message.get_by_test_id("text")
        self._photo = self.message.get_by_test_id("photo")

    def button(self, label: str) -> Locator:
        """The button with exactly this label."""
        return self.buttons.filter(has_text=re.compile(f"^{re.escape(label)}$"))

    async def settle(self) -> None:
        """Wait until nothing moves any more: the picture has faded in, and the notes of the last tap have gone."""
        await expect(self.message.locator(".layers img")).to_have_count(1)
        await expect(self._chat.page.get_by_test_id("toast")).to_have_count(0)

    async def file_id(self) -> str:
        """Return the id of the picture that is on screen."""
        return await self._photo.get_attribute("data-file-id") or ""

    async def open(self, label: str, *, then: str) -> None:
        """Press a button and wait for the one that it brings."""
        await self.button(label).click()
        await expect(self.button(then)).to_be_visible()

    async def repaint(self, label: str) -> None:
        """Press a button and wait until another picture is on screen."""
        before = await self.file_id()
        await self.button(label).click()
        await expect(self._photo).not_to_have_attribute("data-file-id", before, timeout=PAINTING_S * 1000)


def _encoded(files: Sequence[FilePayload]) -> list[dict[str, str]]:
    return [
        {"name": file["name"], "mimeType": file["mimeType"], "data": base64.b64encode(file["buffer"]).decode()}
        for file in files
    ]
