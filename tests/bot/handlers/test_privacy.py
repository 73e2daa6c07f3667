from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.language import ENGLISH
from bot.storage.models.base import Base
from bot.storage.models.jobs import Job
from bot.storage.models.people import ChatSession, User
from bot.storage.models.updates import StoredUpdate
from bot.views import privacy, texts
from tests.bot.handlers.conftest import ANNA, BORIS, BOT, Conversation, painting, photo
from tests.bot.handlers.settings import set_up

Json = dict[str, Any]


def question(chat_id: int = 7) -> Json:
    """The message of the bot that asks whether to forget."""
    chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
    return {"message_id": 50, "date": 1, "chat": chat, "from": BOT, "text": "…"}


async def count(conversation: Conversation, table: type[Base]) -> int:
    async with conversation.database.snapshot() as db:
        return await db.scalar(select(func.count()).select_from(table)) or 0


async def test_what_is_kept_is_said(conversation: Conversation) -> None:
    await conversation.receive(text="/privacy")
    assert conversation.said() == privacy.privacy(ENGLISH, keeps_inline_pictures=False, keeps_files=False, days=5)
    set_up(conversation, storage_chat=-9)
    await conversation.receive(text="/privacy")
    assert "<b>Inline:</b>" in conversation.said()
    set_up(conversation, telegram_api_url="http://bot-api:8081", telegram_files=Path("/var/lib/telegram-bot-api"))
    await conversation.receive(text="/privacy")
    assert "on its disk for a day or two" in conversation.said()


async def test_nothing_is_forgotten_before_the_person_has_said_so_twice(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    await conversation.receive(text="/forget")
    (asked,) = conversation.called("sendMessage")
    assert "1 picture; its buttons" in asked["text"]
    assert (await count(conversation, Job), await count(conversation, User)) == (1, 1)


async def test_everything_is_forgotten_and_told(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    (job,) = await conversation.jobs()
    answer = await conversation.press("forget::yes.7", question())
    assert answer["text"] == privacy.forgotten_notice(ENGLISH)
    (edit,) = conversation.called("editMessageText")
    assert "1 picture; its buttons" in edit["text"]
    assert "reply_markup" not in edit
    for table in (Job, ChatSession, User):
        assert await count(conversation, table) == 0

    answer = await conversation.press(f"strength:{job.id}:60", painting(job))
    assert answer["text"] == texts.picture_forgotten(ENGLISH)
    conversation.api.calls.clear()
    await conversation.receive(text="/strength")
    assert "100%" in conversation.said()


async def test_the_update_that_asks_goes_too(conversation: Conversation) -> None:
    async with conversation.database.transaction() as db:
        db.add(StoredUpdate(bot_id=4242, update_id=77, payload={"callback_query": {"from": ANNA}}))
    query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": "forget::yes.7", "message": question()}
    await conversation.handle({"callback_query": query}, update_id=77)
    assert await count(conversation, StoredUpdate) == 0


async def test_no_leaves_everything(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    await conversation.press("forget::no.7", question())
    (edit,) = conversation.called("editMessageText")
    assert edit["text"] == privacy.kept_as_it_is(ENGLISH)
    assert await count(conversation, Job) == 1


async def test_in_a_group_nobody_answers_for_another_and_others_things_stay(conversation: Conversation) -> None:
    for person in (ANNA, BORIS):
        await conversation.receive(person, "supergroup", **photo(caption="@easel_bot wave"))
    answer = await conversation.press("forget::yes.7", question(-100), BORIS)
    assert (answer["text"], answer["show_alert"]) == (privacy.not_your_question(ENGLISH), True)
    assert await count(conversation, Job) == 2
    await conversation.press("forget::yes.7", question(-100), ANNA)
    assert [job.user_id for job in await conversation.jobs()] == [BORIS["id"]]


@pytest.mark.parametrize("data", ["forget", "forget::perhaps.7", "forget::yes"])
async def test_other_answers_delete_nothing(conversation: Conversation, data: str) -> None:
    await conversation.receive(**photo())
    await conversation.press(data, question())
    assert await count(conversation, Job) == 1


async def test_telling_is_started_anew(conversation: Conversation) -> None:
    await conversation.receive(text="/help")
    conversation.application.user_data[7]["told"] = True
    await conversation.press("forget::yes.7", question())
    assert conversation.application.user_data[7] == {}


async def test_messages_that_told_how_far_a_picture_was_go_too(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    async with conversation.database.transaction() as db:
        await db.execute(update(Job).values(progress_message_id=33))
    await conversation.press("forget::yes.7", question())
    (removed,) = conversation.called("deleteMessages")
    assert (removed["chat_id"], removed["message_ids"]) == (7, [33])
