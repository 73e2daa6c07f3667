"""Take pictures of the chat: `python -m tests.bot.screenshots OUT_DIR --photo PHOTO [--language CODE ...]`.

Runs the bot with a playground of its own, sends the photo as a person would, and writes the main moments as
`LANGUAGE-WINDOW-MOMENT.png`: windows are a phone's (dark) and a desktop's (light), moments the greeting, the first
result, the menu behind it, the photo in every style, and the help.
"""

from __future__ import annotations

import argparse
import asyncio
import mimetypes
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, FilePayload, expect

from bot.language import ENGLISH, LOCALES, Locale
from tests.bot.browser import PAINTING_S, ChatPage, Painting, browsing, chatting
from tests.bot.gallery import FIRST, GALLERY, label, number
from tests.easel_process import EaselProcess
from tests.person import Person

FIRST_NAMES = {"en": "Anna", "ru": "Анна", "es": "Ana"}


@dataclass(frozen=True)
class Window:
    """A window: its name, size in CSS pixels, colours, and how many screen pixels each of them has."""

    name: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    is_phone: bool = False
    density: float = 1


WINDOWS = (
    # As narrow as two columns are, and as high as a photo and its painting.
    Window("desktop", (1000, 1000), "light"),
    Window("phone", (390, 844), "dark", is_phone=True, density=2),
)
# Resolves when nothing moves any more but what moves for ever.
_STILL = """() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished)
).then(() => null)"""


async def take(browser: Browser, url: str, photo: FilePayload, style: str, locale: Locale, out: Path) -> None:
    """Take all moments in a language, in a chat of its own for each window; English ones begin in the one there is."""
    for window in WINDOWS:
        named = out / f"{locale.code}-{window.name}"
        is_first = locale is ENGLISH and window is WINDOWS[0]
        async with (
            Person(url) if is_first else await _join(url, locale) as person,
            chatting(
                browser,
                f"{url}/#{person.chat_id}",
                size=window.size,
                scheme=window.scheme,
                is_phone=window.is_phone,
                density=window.density,
            ) as chat,
        ):
            await chat.start()
            await _shoot(chat, named, "start")
            await chat.choose(photo)
            await chat.confirm(style)
            painting = await chat.painting()
            await _shoot(chat, named, "result", painting)
            await painting.open(locale.text("button-more"), then=locale.text("button-colours"))
            await _shoot(chat, named, "more", painting)
            await painting.open(locale.text("button-back"), then=label(GALLERY[style]))
            await painting.repaint(label(GALLERY[style]))
            await expect(painting.button(f"• {number(GALLERY[style])} •")).to_be_visible(timeout=PAINTING_S * 1000)
            await _shoot(chat, named, "sheet", painting)
            await chat.write("/help")
            await expect(chat.messages.last).to_contain_text(f"{FIRST.name} 70%")
            await _shoot(chat, named, "help")


async def _join(url: str, locale: Locale) -> Person:
    return await Person.join(url, FIRST_NAMES[locale.code], language_code=locale.code)


async def _shoot(chat: ChatPage, named: Path, moment: str, painting: Painting | None = None) -> None:
    if painting is not None:
        await painting.settle()
    await expect(chat.page.get_by_test_id("status")).to_have_text(re.compile("^bot"))
    await chat.page.evaluate(_STILL)
    # The mouse lights up what it was left on.
    await chat.page.mouse.move(0, 0)
    await chat.page.screenshot(path=named.with_name(f"{named.name}-{moment}.png"))


async def _take_all(url: str, chromium: str, photo: FilePayload, style: str, locales: list[Locale], out: Path) -> None:
    async with browsing(chromium) as browser:
        for locale in locales:
            await take(browser, url, photo, style, locale, out)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; return the exit status."""
    by_code = {locale.code: locale for locale in LOCALES}
    parser = argparse.ArgumentParser(prog="python -m tests.bot.screenshots", description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--photo", type=Path, required=True, help="one that may be published, CC0 say")
    parser.add_argument("--style", choices=[entry.name for entry in GALLERY], default=FIRST.name)
    parser.add_argument("--language", choices=list(by_code), nargs="+", default=list(by_code))
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
        locales = [by_code[code] for code in options.language]
        asyncio.run(_take_all(easel.url, chromium, photo, options.style, locales, options.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
