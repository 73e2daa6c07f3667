from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.storage.models.jobs import JobKind
from bot.views import texts
from tests.bot.handlers.conftest import Conversation, photo
from tests.bot.handlers.under_results import carried, labels, last_edit, newest, painted

RENEWED = texts.buttons_renewed(ENGLISH)


@pytest.mark.parametrize(
    "data",
    [
        "strength:{}:6000",
        "step:{}:sideways",
        "style:{}:gallery:gone",
        "style:{}:own:99",
        "preset:{}:1",
        "more:{}:recipes",
        "stroke:{}:wide",
        "stroke:{}:9",
        "method:{}:gatys",
        "colours:{}:mine",
    ],
)
async def test_a_stale_button_puts_the_current_ones_in_its_place(conversation: Conversation, data: str) -> None:
    job, message = await painted(conversation)
    message["reply_markup"] = {"inline_keyboard": []}
    answer = await conversation.press(data.format(job.id), message)
    assert (answer["text"], answer["show_alert"]) == (RENEWED, True)
    assert labels(conversation) == [["‹", "🎨 Iris", "›"], ["−", "100%", "+"], ["More…"]]
    assert len(await conversation.jobs()) == 1


async def test_the_current_ones_are_those_of_the_last_wish(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"strength:{job.id}:50", message)
    await conversation.press(f"style:{job.id}:own:99", message)
    assert carried(conversation, "50%") == f"strengths:{(await newest(conversation)).id}"


async def test_a_number_whose_style_is_gone_gets_a_sheet_of_those_that_are_left(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    job, message = await painted(conversation, caption="iris")
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await newest(conversation)
    assert sheet.choices is not None
    await conversation.press(f"style:{sheet.id}:own:99", message)
    answer = conversation.called("answerCallbackQuery")[-1]
    assert (answer["text"], answer["show_alert"]) == (RENEWED, True)
    new = await newest(conversation)
    assert (new.kind, new.page, new.choices) == (JobKind.SHEET, 0, sheet.choices)
    assert "1</b>\N{NO-BREAK SPACE}My wave" in last_edit(conversation)["caption"]
