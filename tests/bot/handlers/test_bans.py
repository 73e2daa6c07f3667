from __future__ import annotations

import pytest

from bot.storage import people
from bot.storage.models.people import Chat, User
from tests.bot.handlers.conftest import BORIS, Conversation, painting, photo


@pytest.fixture
async def banned(conversation: Conversation) -> Conversation:
    """A conversation in which Anna, after a photo, has been shut out."""
    await conversation.receive(**photo())
    async with conversation.database.transaction() as db:
        people.ban(await db.get_one(User, 7))
    conversation.api.calls.clear()
    return conversation


@pytest.mark.parametrize("chat_type", ["private", "group"])
async def test_who_is_shut_out_gets_no_answer(banned: Conversation, chat_type: str) -> None:
    await banned.receive(chat_type=chat_type, **photo(caption="@easel_bot wave"))
    await banned.receive(chat_type=chat_type, text="/help")
    assert banned.api.calls == []
    assert len(await banned.jobs()) == 1


async def test_a_tap_of_theirs_ends_without_a_word(banned: Conversation) -> None:
    (job,) = await banned.jobs()
    answer = await banned.press(f"strength:{job.id}:60", painting(job))
    assert "text" not in answer
    assert len(await banned.jobs()) == 1


async def test_others_are_answered(banned: Conversation) -> None:
    await banned.receive(BORIS, text="/help")
    assert banned.said()


async def test_what_is_kept_of_them_is_still_theirs_to_know_and_to_delete(banned: Conversation) -> None:
    await banned.receive(text="/privacy")
    assert "What I keep" in banned.said()
    question = await banned.receive(text="/forget")
    assert "Shall I forget you?" in banned.said()
    await banned.press("forget::yes.7", {**question, "from": {"id": 4242, "is_bot": True, "first_name": "Easel"}})
    async with banned.database.snapshot() as db:
        left = await db.get_one(User, 7)
        assert (left.first_name, left.banned_at is None) == ("", False)
    (edit,) = banned.called("editMessageText")
    assert "Only your Telegram ID stays" in edit["text"]


async def test_their_coming_and_going_is_noted(banned: Conversation) -> None:
    chat = {"id": -5, "type": "group", "title": "Friends"}
    bot = {"id": 4242, "is_bot": True, "first_name": "Easel"}
    change = {
        "chat": chat,
        "from": {"id": 7, "is_bot": False, "first_name": "Anna"},
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "left"},
    }
    await banned.handle({"my_chat_member": change})
    async with banned.database.snapshot() as db:
        assert (await db.get_one(Chat, -5)).left_at is not None
