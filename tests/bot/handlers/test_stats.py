from __future__ import annotations

from typing import Any

import pytest

from bot.language import ENGLISH
from bot.storage import survey
from bot.survey import pairs
from bot.views import stats, texts
from tests.bot.handlers.conftest import ANNA, BOT, Conversation
from tests.bot.handlers.settings import set_up
from tests.bot.handlers.under_results import labels, last_edit, painted

Json = dict[str, Any]
MESSAGE: Json = {"message_id": 50, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "…"}


def an_admin(conversation: Conversation) -> None:
    set_up(conversation, admins=frozenset({ANNA["id"]}))


async def test_ratings_first_then_page_by_page_in_place(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="wave")
    await conversation.press(f"ratings:{job.id}:8", message)
    async with conversation.database.transaction() as db:
        await survey.answer(db, 7, pairs()[0].edition, 9)
    await conversation.receive(text="/stats")
    assert "AdaIN" in conversation.called("sendMessage")[-1]["text"]
    for page, words in (("styles", "wave"), ("survey", "1 iris"), ("quiz", "quiz"), ("methods", "AdaIN")):
        await conversation.press(f"stats::{page}", MESSAGE)
        assert words in last_edit(conversation)["text"]
    assert labels(conversation) == [["• Methods •", "Styles"], ["Survey", "Quiz"]]


async def test_before_anybody_has_rated(conversation: Conversation) -> None:
    await conversation.receive(text="/stats")
    assert "Nobody has rated a painting yet." in conversation.said()


async def test_admins_get_the_files(conversation: Conversation) -> None:
    an_admin(conversation)
    await conversation.receive(text="/stats")
    assert "stats::csv" in str(conversation.called("sendMessage")[-1]["reply_markup"])
    answer = await conversation.press("stats::csv", MESSAGE)
    assert answer["text"] == stats.sending_files(ENGLISH)
    (sent,) = conversation.called("sendMediaGroup")
    assert sent["chat_id"] == 7


@pytest.mark.parametrize("data", ["stats::csv", "stats", "stats::dance"])
async def test_others_do_not(conversation: Conversation, data: str) -> None:
    await conversation.receive(text="/stats")
    assert "stats::csv" not in str(conversation.called("sendMessage")[-1]["reply_markup"])
    answer = await conversation.press(data, MESSAGE)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert conversation.called("sendMediaGroup") == []


async def test_groups_see_the_pages_but_never_the_files(conversation: Conversation) -> None:
    an_admin(conversation)
    await conversation.receive(chat_type="group", text="/stats@easel_bot")
    assert "stats::csv" not in str(conversation.called("sendMessage")[-1]["reply_markup"])
    group = {**MESSAGE, "chat": {"id": -100, "type": "group", "title": "Friends"}}
    answer = await conversation.press("stats::csv", group)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert conversation.called("sendMediaGroup") == []
