from __future__ import annotations

from typing import Any

import pytest

from bot.language import RUSSIAN
from bot.storage.models.people import Chat, User
from bot.views import limits
from tests.bot.handlers.conftest import ANNA, BOT, Conversation

Json = dict[str, Any]
PRIVATE: Json = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP: Json = {"id": -5, "type": "supergroup", "title": "Friends"}
CHANNEL: Json = {"id": -6, "type": "channel", "title": "News"}


async def change(conversation: Conversation, chat: Json, before: str, after: str, **by: Any) -> None:
    """Give the bot another standing in a chat."""
    await conversation.handle(
        {
            "my_chat_member": {
                "chat": chat,
                "from": {**ANNA, **by},
                "date": 1,
                "old_chat_member": _standing(before),
                "new_chat_member": _standing(after),
            }
        }
    )


def _standing(status: str) -> Json:
    return {"user": BOT, "status": status, "until_date": 0}


async def test_who_blocks_the_bot_is_marked_until_they_let_it_in_again(conversation: Conversation) -> None:
    await conversation.receive(text="/help")
    seen = []
    for before, after in (("member", "kicked"), ("kicked", "member")):
        await change(conversation, PRIVATE, before, after)
        async with conversation.database.snapshot() as db:
            seen.append((await db.get_one(User, 7)).blocked_at is not None)
    assert seen == [True, False]


async def test_a_group_is_greeted_in_the_language_of_who_brought_the_bot(conversation: Conversation) -> None:
    await change(conversation, GROUP, "left", "member", language_code="ru")
    (said,) = conversation.called("sendMessage")
    assert (said["chat_id"], said["text"]) == (GROUP["id"], limits.hello_group(RUSSIAN, "easel_bot", "iris"))


@pytest.mark.parametrize(
    ("chat", "before", "after"),
    [(GROUP, "member", "left"), (CHANNEL, "left", "member"), (PRIVATE, "kicked", "member")],
)
async def test_nobody_else_is_greeted(conversation: Conversation, chat: Json, before: str, after: str) -> None:
    await change(conversation, chat, before, after)
    assert conversation.called("sendMessage") == []


async def test_where_the_bot_was_thrown_out_is_noted(conversation: Conversation) -> None:
    seen = []
    for before, after in (("left", "member"), ("member", "kicked"), ("kicked", "member")):
        await change(conversation, GROUP, before, after)
        async with conversation.database.snapshot() as db:
            seen.append((await db.get_one(Chat, GROUP["id"])).left_at is not None)
    assert seen == [False, True, False]


async def test_a_greeting_that_the_group_forbids_is_no_failure(conversation: Conversation) -> None:
    forbidden = {"description": "Bad Request: not enough rights to send text messages to the chat"}
    conversation.api.refusals["sendMessage"] = [(400, forbidden)]
    await change(conversation, GROUP, "left", "member")
    assert len(conversation.called("sendMessage")) == 1
