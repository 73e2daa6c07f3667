from __future__ import annotations

from bot.language import ENGLISH
from bot.views import texts
from tests.bot.handlers.conftest import Conversation, Json, photo

GROUP: Json = {"id": -100, "type": "group", "title": "Friends"}
ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def test_who_hides_behind_a_group_is_asked_to_come_out(conversation: Conversation) -> None:
    await conversation.receive(ADMIN, "group", sender_chat=GROUP, **photo(caption="@easel_bot wave"))
    assert conversation.said() == texts.write_as_yourself(ENGLISH)
    assert await conversation.jobs() == []
    assert await conversation.session(ADMIN, -100) is None


async def test_what_is_not_meant_for_the_bot_gets_no_answer(conversation: Conversation) -> None:
    await conversation.receive(ADMIN, "group", sender_chat=GROUP, text="good morning")
    assert conversation.said() == ""
