from __future__ import annotations

import pytest
from telegram import User

from bot.language import ENGLISH
from bot.views import profile, texts
from tests.bot.handlers.conftest import ANNA, BOT, Conversation


async def test_start_greets_with_a_picture_and_the_way_to_the_gallery(conversation: Conversation) -> None:
    await conversation.receive({**ANNA, "first_name": "<Anna>"}, text="/start")
    (call,) = conversation.called("sendPhoto")
    assert call["caption"].startswith("Hi &lt;Anna&gt;!")
    assert "All styles" in str(call["reply_markup"])


async def test_help_explains_with_a_style_that_there_is(conversation: Conversation) -> None:
    await conversation.receive(text="/help")
    assert conversation.said() == texts.help_text(ENGLISH, "iris")


async def test_help_tells_of_other_chats_only_where_the_bot_can_be_used_there(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await conversation.receive(text="/help")
    assert "@easel_bot" not in conversation.said()
    monkeypatch.setattr(
        conversation.application.bot, "_bot_user", User.de_json({**BOT, "supports_inline_queries": True})
    )
    await conversation.receive(text="/help")
    assert "write <code>@easel_bot iris 70%</code>" in conversation.said()


async def test_every_command_of_the_menu_is_answered(conversation: Conversation) -> None:
    for command in profile.commands(ENGLISH):
        conversation.api.calls.clear()
        await conversation.receive(text=f"/{command.command}")
        (answer,) = conversation.called("sendMessage", "sendPhoto")
        assert answer.get("text") != texts.unknown_command(ENGLISH)
