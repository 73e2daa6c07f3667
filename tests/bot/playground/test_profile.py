import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest

from tests.person import Person


async def test_commands_are_shown_in_the_persons_language(bot: Bot, anna: Person) -> None:
    await bot.set_my_commands([("styles", "All styles"), ("help", "How it works")])
    await bot.set_my_commands([("styles", "Alle Stile")], scope=BotCommandScopeAllPrivateChats(), language_code="de")
    german = await anna.request("GET", "/api/commands?language_code=de")
    assert german == [{"command": "styles", "description": "Alle Stile"}]
    assert [one["command"] for one in await anna.request("GET", "/api/commands")] == ["styles", "help"]
    assert [one.command for one in await bot.get_my_commands()] == ["styles", "help"]
    await bot.delete_my_commands()
    assert await anna.request("GET", "/api/commands") == []
    with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND_INVALID"):
        await bot.set_my_commands([("Styles!", "upper case")])


async def test_a_language_is_named_by_two_letters(bot: Bot) -> None:
    for code in ("es-MX", "RU", "english"):
        with pytest.raises(BadRequest, match=r"(?i)invalid language code"):
            await bot.set_my_commands([("styles", "All styles")], language_code=code)
        with pytest.raises(BadRequest, match=r"(?i)invalid language code"):
            await bot.get_my_description(language_code=code)
    await bot.set_my_description("Перерисовываю фото", language_code="ru")
    assert (await bot.get_my_description("ru")).description == "Перерисовываю фото"
    assert (await bot.get_my_description("es")).description == ""


async def test_descriptions_and_menu_button(bot: Bot) -> None:
    await bot.set_my_description("Repaints photos")
    await bot.set_my_short_description("Paints")
    assert (await bot.get_my_description()).description == "Repaints photos"
    assert (await bot.get_my_short_description()).short_description == "Paints"
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "default"
