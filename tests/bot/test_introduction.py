from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.introduction import introduce
from bot.language import ENGLISH, RUSSIAN, SPANISH
from bot.views import profile
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


@pytest.fixture
async def bot(playground: PlaygroundServer) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=playground.base_url, base_file_url=playground.base_file_url) as bot:
        yield bot


async def settings_made(anna: Person) -> list[str]:
    return [call["method"] for call in await anna.calls(everywhere=True) if call["method"].startswith("set")]


async def test_each_language_has_its_commands_and_descriptions(bot: Bot, playground: PlaygroundServer) -> None:
    await introduce(bot)
    for code, locale in (("", ENGLISH), ("ru", RUSSIAN), ("es", SPANISH)):
        assert await bot.get_my_commands(language_code=code) == profile.commands(locale)
        assert (await bot.get_my_description(code)).description == profile.description(locale)
        assert (await bot.get_my_short_description(code)).short_description == profile.short_description(locale)
    async with Person(playground.url) as anna:
        menus = [await anna.request("GET", f"/api/commands?language_code={code}") for code in ("ru", "de")]
    assert [menu[-1]["description"] for menu in menus] == ["Что я умею", "What I can do"]


async def test_only_what_differs_is_set(bot: Bot, playground: PlaygroundServer) -> None:
    async with Person(playground.url) as anna:
        await introduce(bot)
        first = await settings_made(anna)
        await introduce(bot)
        assert len(first) == 9
        assert await settings_made(anna) == first
        await bot.set_my_description("Something else", language_code="ru")
        await introduce(bot)
        assert (await settings_made(anna))[len(first) :] == ["setMyDescription"] * 2


async def test_what_telegram_refuses_is_logged_and_the_rest_is_set(
    bot: Bot, playground: PlaygroundServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with Person(playground.url) as anna:
        await anna.fault("getMyCommands", "400")
        await anna.fault("setMyDescription", "400")
        with caplog.at_level(logging.WARNING, "bot.introduction"):
            await introduce(bot)
    assert [record.getMessage().partition(" could")[0] for record in caplog.records] == [
        "the commands in English",
        "the description in English",
    ]
    assert await bot.get_my_commands(language_code="") == ()
    assert await bot.get_my_commands(language_code="ru") == profile.commands(RUSSIAN)
