from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.views import texts
from tests.bot.handlers.conftest import BORIS, Conversation
from tests.bot.handlers.under_results import newest, painted


async def test_another_persons_buttons_do_nothing(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(f"strength:{job.id}:60", message, BORIS)
    assert (answer["text"], answer["show_alert"]) == (texts.not_your_picture(ENGLISH), True)
    assert len(await conversation.jobs()) == 1
    assert conversation.called("editMessageReplyMarkup") == []


@pytest.mark.parametrize(
    ("data", "alert"),
    [
        ("strength:nosuchjob:60", texts.picture_forgotten(ENGLISH)),
        ("strength:{}:6000", texts.buttons_renewed(ENGLISH)),
        ("preset::99", texts.button_out_of_date(ENGLISH)),
        ("anything", texts.button_out_of_date(ENGLISH)),
    ],
)
async def test_buttons_that_lead_nowhere_say_so(conversation: Conversation, data: str, alert: str) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(data.format(job.id), message)
    assert (answer["text"], answer["show_alert"]) == (alert, True)
    assert len(await conversation.jobs()) == 1


async def test_refused_courtesies_lose_nothing(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    too_old = {"description": "Bad Request: query is too old and response timeout expired"}
    conversation.api.refusals["answerCallbackQuery"] = [(400, too_old)]
    unchanged = {"description": "Bad Request: message is not modified"}
    conversation.api.refusals["editMessageReplyMarkup"] = [(400, unchanged)]
    await conversation.press(f"strength:{job.id}:60", message)
    assert (await newest(conversation)).look.strength == 0.6
    assert conversation.called("sendMessage") == []
