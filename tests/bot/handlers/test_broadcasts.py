from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.language import ENGLISH
from bot.storage.models.admin import Broadcast
from bot.storage.models.people import User
from bot.views import broadcasts, texts
from tests.bot.handlers.conftest import ANNA, BORIS, BOT, Conversation
from tests.bot.handlers.settings import set_up

Json = dict[str, Any]
CHAT: Json = {"id": 7, "type": "private"}
NEWS: Json = {"message_id": 40, "date": 1, "chat": CHAT, "from": ANNA, "text": "We have new styles."}
QUESTION: Json = {"message_id": 50, "date": 1, "chat": CHAT, "from": BOT, "text": "…"}


@pytest.fixture
async def admin(conversation: Conversation) -> Conversation:
    """A conversation in which Anna is an admin, and Boris is there too."""
    set_up(conversation, admins=frozenset({ANNA["id"]}))
    async with conversation.database.transaction() as db:
        db.add(User(id=BORIS["id"], first_name="Boris"))
    return conversation


async def all_of(conversation: Conversation) -> list[Broadcast]:
    async with conversation.database.snapshot() as db:
        return list(await db.scalars(select(Broadcast)))


async def tap(conversation: Conversation, data: str, person: Json = ANNA) -> Json:
    """Tap a button; return how the message has changed."""
    conversation.api.calls.clear()
    await conversation.press(data, QUESTION, person)
    return (conversation.called("editMessageText") or [{}])[-1]


async def test_a_reply_shows_the_message_once_more_and_asks(admin: Conversation) -> None:
    await admin.receive(text="/broadcast", reply_to_message=NEWS)
    (copy,) = admin.called("copyMessage")
    assert (copy["chat_id"], copy["message_id"]) == (7, 40)
    (asked,) = admin.called("sendMessage")
    assert "2 people" in asked["text"]
    assert "broadcast::send.40" in str(asked["reply_markup"])
    assert await all_of(admin) == []


async def test_without_a_message_it_is_explained(admin: Conversation) -> None:
    await admin.receive(text="/broadcast")
    assert admin.said() == broadcasts.how_to(ENGLISH)


async def test_what_telegram_does_not_copy_is_not_sent(admin: Conversation) -> None:
    admin.api.refusals["copyMessage"] = [(400, {"description": "Bad Request: message can't be copied"})]
    await admin.receive(text="/broadcast", reply_to_message=NEWS)
    assert admin.said() == broadcasts.impossible(ENGLISH)


async def test_yes_begins_it_once(admin: Conversation) -> None:
    for _ in range(2):
        shown = await tap(admin, "broadcast::send.40")
        assert "0 sent" in shown["text"]
        assert "2 to go" in shown["text"]
    (broadcast,) = await all_of(admin)
    assert (broadcast.admin_id, broadcast.chat_id, broadcast.message_id) == (7, 7, 40)


async def test_no_sends_nothing(admin: Conversation) -> None:
    assert (await tap(admin, "broadcast::drop"))["text"] == broadcasts.dropped(ENGLISH)
    assert await all_of(admin) == []


async def test_it_is_looked_at_and_stopped(admin: Conversation) -> None:
    await tap(admin, "broadcast::send.40")
    (broadcast,) = await all_of(admin)
    assert "broadcast::stop" in str(await tap(admin, f"broadcast::look.{broadcast.id}"))
    shown = await tap(admin, f"broadcast::stop.{broadcast.id}")
    assert shown["text"] == broadcasts.done(ENGLISH, broadcast)
    (broadcast,) = await all_of(admin)
    assert broadcast.finished_at is not None


@pytest.mark.parametrize("data", ["broadcast::look.99", "broadcast::send.x", "broadcast"])
async def test_buttons_that_lead_nowhere_say_so(admin: Conversation, data: str) -> None:
    assert await tap(admin, data) == {}
    assert admin.called("answerCallbackQuery")[-1]["text"] == texts.button_out_of_date(ENGLISH)
