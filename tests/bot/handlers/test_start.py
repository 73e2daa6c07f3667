from __future__ import annotations

from bot.language import ENGLISH
from bot.views import profile, texts
from bot.wish import Wish
from tests.bot.handlers.conftest import ANNA, Conversation


async def test_start_greets(conversation: Conversation) -> None:
    await conversation.receive({**ANNA, "first_name": "<Anna>"}, text="/start")
    assert conversation.said().startswith("Hi &lt;Anna&gt;!")


async def test_help_names_every_command_but_itself(conversation: Conversation) -> None:
    await conversation.receive(text="/help")
    sentence = conversation.said()
    assert sentence == texts.help_text(ENGLISH, "iris")
    assert all(f"/{command.command}" in sentence for command in profile.commands(ENGLISH) if command.command != "help")


async def test_every_command_of_the_menu_is_answered(conversation: Conversation) -> None:
    for command in profile.commands(ENGLISH):
        await conversation.receive(text=f"/{command.command}")
        assert conversation.said() not in ("", texts.unknown_command(ENGLISH))


async def test_strength_without_a_number_says_what_it_is(conversation: Conversation) -> None:
    await conversation.receive(text="/strength 40")
    assert conversation.said() == texts.remembered(ENGLISH, Wish(strength=0.4), ())
    await conversation.receive(text="/strength")
    assert conversation.said() == texts.strength_now(ENGLISH, 0.4)
