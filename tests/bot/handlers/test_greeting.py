from __future__ import annotations

from bot.language import ENGLISH
from bot.views import texts
from tests.bot.handlers.conftest import Conversation

WRONG = {"description": "Bad Request: wrong file identifier/HTTP URL specified"}


async def test_the_picture_is_uploaded_once(conversation: Conversation) -> None:
    await conversation.receive(text="/start")
    await conversation.receive(text="/start")
    first, second = conversation.called("sendPhoto")
    # What is uploaded is no parameter of the recorded call.
    assert "photo" not in first
    assert second["photo"] == "sent"
    assert first["caption"] == second["caption"] == texts.welcome(ENGLISH, "Anna")


async def test_a_picture_that_telegram_has_lost_is_uploaded_again(conversation: Conversation) -> None:
    await conversation.receive(text="/start")
    conversation.api.calls.clear()
    conversation.api.refusals["sendPhoto"] = [(400, WRONG)]
    await conversation.receive(text="/start")
    assert ["photo" in call for call in conversation.called("sendPhoto")] == [True, False]


async def test_a_greeting_that_telegram_puts_off_comes_later(conversation: Conversation) -> None:
    conversation.api.refusals["sendPhoto"] = [(502, {"description": "Bad Gateway"})]
    await conversation.receive(text="/start")
    assert len(conversation.called("sendPhoto")) == 2
