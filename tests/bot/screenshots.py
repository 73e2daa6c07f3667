"""Take the README's pictures: `python -m tests.bot.screenshots OUT_DIR --photo PHOTO [--styles NAME NAME]`.

Runs the bot with a playground of its own, sends the photo as a person would, and writes `chat.png` (desktop, light)
and `phone.png` (phone, dark), and for a look at the rest `start.png`, `help.png` and `gallery.png`.
"""

from __future__ import annotations

import argparse
import asyncio
import mimetypes
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import FilePayload, expect

from tests.bot.browser import ChatPage, Painting, browsing, chatting
from tests.bot.gallery import GALLERY, label
from tests.easel_process import EaselProcess
from tests.person import Person

DESKTOP = (1280, 800)
PHONE = (390, 844)
PHONE_DENSITY = 2


async def take(url: str, chromium: str, photo: FilePayload, styles: list[str], out: Path) -> None:
    """Take all pictures, in the chat that a new playground has."""
    async with Person(url) as person:
        address = f"{url}/#{person.chat_id}"
    async with browsing(chromium) as browser:
        async with chatting(browser, address, size=DESKTOP) as chat:
            await chat.start()
            await _shoot(chat, out / "start.png")
            await chat.choose(photo)
            await chat.confirm(styles[0])
            painting = await chat.painting()
            await _shoot(chat, out / "chat.png", painting)
            await painting.open("🎨 Styles", then="Done")
            await _shoot(chat, out / "gallery.png", painting)
        async with chatting(browser, address, size=PHONE, scheme="dark", is_phone=True, density=PHONE_DENSITY) as chat:
            painting = await chat.painting()
            await _leaf_to(painting, label(GALLERY[styles[1]]))
            await painting.repaint(label(GALLERY[styles[1]]))
            await _shoot(chat, out / "phone.png", painting)
        async with chatting(browser, address, size=DESKTOP) as chat:
            await chat.page.get_by_test_id("composer").fill("/help")
            await chat.page.keyboard.press("Enter")
            await expect(chat.messages.last).to_contain_text("/presets")
            await _shoot(chat, out / "help.png")


async def _leaf_to(painting: Painting, style: str) -> None:
    """Turn the gallery's pages until one has the style."""
    while not await painting.button(style).count():
        page = await painting.buttons.filter(has_text=" / ").inner_text()
        await painting.button("›").click()
        await expect(painting.button(page)).to_have_count(0)


async def _shoot(chat: ChatPage, path: Path, painting: Painting | None = None) -> None:
    if painting is not None:
        await painting.settle()
    # The mouse lights up what it was left on.
    await chat.page.mouse.move(0, 0)
    await chat.page.screenshot(path=path)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; return the exit status."""
    names = [entry.name for entry in GALLERY]
    parser = argparse.ArgumentParser(prog="python -m tests.bot.screenshots", description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--photo", type=Path, required=True, help="one that may be published, CC0 say")
    parser.add_argument("--styles", nargs=2, choices=names, default=names[:2], metavar="NAME", help="desktop, phone")
    options = parser.parse_args(arguments)
    chromium = shutil.which("chromium")
    if chromium is None:
        print("This needs Chromium.", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    photo: FilePayload = {
        "name": options.photo.name,
        "mimeType": mimetypes.guess_type(options.photo.name)[0] or "application/octet-stream",
        "buffer": options.photo.read_bytes(),
    }
    with tempfile.TemporaryDirectory() as folder, EaselProcess(Path(folder)) as easel:
        easel.start()
        asyncio.run(take(easel.url, chromium, photo, options.styles, options.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
