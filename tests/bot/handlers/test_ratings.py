from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.storage import ratings
from bot.storage.models.opinions import Rating
from bot.views import ratings as views
from bot.views import texts
from tests.bot.handlers.conftest import ANNA, BORIS, Conversation, painting
from tests.bot.handlers.under_results import carried, finished, labels, last_edit, newest, painted


async def rated(conversation: Conversation) -> list[Rating]:
    async with conversation.database.snapshot() as db:
        return await ratings.list_ratings(db)


async def test_a_painting_is_rated_in_place_and_the_buttons_come_back(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris 70%")
    await conversation.press(f"more:{job.id}", message)
    answer = await conversation.press(carried(conversation, "⭐ Rate it"), message)
    assert answer["text"] == views.question(ENGLISH)
    assert labels(conversation) == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"], ["‹ Back"]]
    message["reply_markup"] = last_edit(conversation)["reply_markup"]
    answer = await conversation.press(carried(conversation, "8"), message)
    assert answer["text"] == views.thanks(ENGLISH, 8)
    assert labels(conversation)[-1] == ["More…"]
    (one,) = await rated(conversation)
    assert (one.job_id, one.user_id, one.score) == (job.id, ANNA["id"], 8)
    assert (one.method, one.style) == ("adain", "gallery:iris")


async def test_a_score_is_shown_and_can_be_changed(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    for score in (8, 3):
        await conversation.press(f"ratings:{job.id}:{score}", message)
    await conversation.press(f"ratings:{job.id}", message)
    assert labels(conversation)[0] == ["1", "2", "• 3 •", "4", "5"]
    assert [one.score for one in await rated(conversation)] == [3]


async def test_what_is_rated_is_what_the_message_shows(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris")
    # The wave is on its way, and its buttons are there already.
    await conversation.press(f"step:{job.id}:next", message)
    waiting = await newest(conversation)
    await conversation.press(f"ratings:{waiting.id}:2", message)
    await finished(conversation)
    await conversation.press(f"ratings:{waiting.id}:9", message)
    assert {one.job_id: one.score for one in await rated(conversation)} == {job.id: 2, waiting.id: 9}


async def test_a_mixture_is_rated_as_one(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="/mix wave:60 iris:40")
    await conversation.press(f"ratings:{job.id}:10", message)
    assert [one.style for one in await rated(conversation)] == ["gallery:wave+gallery:iris"]


async def test_there_is_nothing_to_rate_before_the_painting_is_there(conversation: Conversation) -> None:
    await conversation.receive(**{"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]})
    job = await newest(conversation)
    answer = await conversation.press(f"ratings:{job.id}:7", painting(job))
    assert (answer["text"], answer["show_alert"]) == (views.nothing_to_rate(ENGLISH), True)
    assert await rated(conversation) == []


@pytest.mark.parametrize("score", ["0", "11", "-1", "good", "7.5"])
async def test_a_score_is_from_one_to_ten(conversation: Conversation, score: str) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(f"ratings:{job.id}:{score}", message)
    assert answer["text"] == texts.buttons_renewed(ENGLISH)
    assert await rated(conversation) == []


async def test_only_its_owner_rates_a_painting(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(f"ratings:{job.id}:1", message, BORIS)
    assert answer["text"] == texts.not_your_picture(ENGLISH)
    assert await rated(conversation) == []


async def test_a_tap_that_is_handled_twice_counts_once(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": f"ratings:{job.id}:6", "message": message}
    for _ in range(2):
        await conversation.handle({"callback_query": dict(query)}, update_id=900)
    assert [one.score for one in await rated(conversation)] == [6]
