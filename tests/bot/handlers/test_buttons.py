from __future__ import annotations

from typing import Any

import pytest

from bot.language import ENGLISH
from bot.storage.models import Job, JobState, PictureKind
from bot.views import keyboards, texts
from tests.bot.handlers.conftest import BORIS, Conversation, painting, photo


async def painted(conversation: Conversation, **content: Any) -> tuple[Job, dict[str, Any]]:
    """Have a photo painted; return the job, and the message with its painting and buttons."""
    await conversation.receive(**photo(**content))
    *_, job = await conversation.jobs()
    await conversation.finish(job, result_message_id=500)
    *_, job = await conversation.jobs()
    conversation.api.calls.clear()
    return job, painting(job, keyboards.under_result(ENGLISH, job).to_dict())


async def newest(conversation: Conversation) -> Job:
    return (await conversation.jobs())[-1]


@pytest.mark.parametrize(
    ("data", "style", "strength", "keep"),
    [
        ("style:{}:gallery:wave", "gallery:wave", 0.7, False),
        ("strength:{}:60", "gallery:iris", 0.6, False),
        ("strength:{}:0", "gallery:iris", 0.0, False),
        ("colours:{}:keep", "gallery:iris", 0.7, True),
    ],
)
async def test_a_wish_is_painted_in_place(
    conversation: Conversation, data: str, style: str, strength: float, keep: bool
) -> None:
    job, message = await painted(conversation, caption="70%")
    answer = await conversation.press(data.format(job.id), message)
    new = await newest(conversation)
    assert (new.photo_file_id, new.look.style, new.look.strength, new.look.keeps_colours) == (
        "photo",
        style,
        strength,
        keep,
    )
    assert new.edit_message_id == message["message_id"]
    assert answer["text"] == texts.painting(ENGLISH, [(style.removeprefix("gallery:"), 1.0)], strength)
    # The next tap counts from here, even before the painting has come.
    (edit,) = conversation.called("editMessageReplyMarkup")
    assert new.id in str(edit["reply_markup"])


async def test_quick_taps_leave_only_the_last_wish(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="50%")
    await conversation.press(f"strength:{job.id}:60", message)
    second = await newest(conversation)
    await conversation.press(f"strength:{second.id}:70", message)
    states = [(one.look.strength, one.state) for one in (await conversation.jobs())[1:]]
    assert states == [(0.6, JobState.CANCELLED), (0.7, JobState.QUEUED)]


@pytest.mark.parametrize(
    ("data", "label"), [("strengths:{}", "• 100% •"), ("gallery:{}", "• Iris · Koson •"), ("back:{}", "🎨 Styles")]
)
async def test_other_buttons_come_in_place_and_paint_nothing(conversation: Conversation, data: str, label: str) -> None:
    job, message = await painted(conversation)
    message["reply_markup"] = {"inline_keyboard": []}
    await conversation.press(data.format(job.id), message)
    (edit,) = conversation.called("editMessageReplyMarkup")
    assert (edit["message_id"], label in str(edit["reply_markup"])) == (500, True)
    assert len(await conversation.jobs()) == 1


async def test_pages_of_the_gallery(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"gallery:{job.id}:1", message)
    (edit,) = conversation.called("editMessageReplyMarkup")
    assert "square7" in str(edit["reply_markup"])
    assert "2 / 2" in str(edit["reply_markup"])


async def test_the_full_size_file_comes_as_an_answer(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="wave 70%")
    await conversation.receive(text="iris 20%")
    answer = await conversation.press(f"file:{job.id}", message)
    new = await newest(conversation)
    assert (new.picture, new.edit_message_id, new.reply_to_message_id) == (PictureKind.FILE, None, 500)
    assert (new.look.style, new.look.strength) == ("gallery:wave", 0.7)
    assert answer["text"] == texts.sending_file(ENGLISH)


async def test_what_is_there_already_is_not_painted_again(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(f"style:{job.id}:gallery:iris", message)
    assert answer["text"] == texts.as_you_see(ENGLISH)
    assert len(await conversation.jobs()) == 1


async def test_after_a_failure_the_same_tap_tries_again(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"strength:{job.id}:60", message)
    failed = await newest(conversation)
    await conversation.finish(failed, "CheckpointError: no weights")
    await conversation.press(f"strength:{failed.id}:60", message)
    assert (await newest(conversation)).id != failed.id


async def test_a_tap_makes_its_photo_the_current_one(conversation: Conversation) -> None:
    job, message = await painted(conversation, file_id="first")
    await conversation.receive(**photo("second", caption="wave"))
    await conversation.press(f"strength:{job.id}:60", message)
    await conversation.receive(text="keep colours")
    new = await newest(conversation)
    assert (new.photo_file_id, new.look.style, new.look.strength) == ("first", "gallery:iris", 0.6)


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
        ("strength:{}:6000", texts.button_out_of_date(ENGLISH)),
        ("style:{}:gallery:gone", texts.button_out_of_date(ENGLISH)),
        ("style:{}:own:99", texts.button_out_of_date(ENGLISH)),
        ("preset:{}:1", texts.button_out_of_date(ENGLISH)),
        ("preset::99", texts.button_out_of_date(ENGLISH)),
        ("anything", texts.button_out_of_date(ENGLISH)),
    ],
)
async def test_buttons_that_lead_nowhere_say_so(conversation: Conversation, data: str, alert: str) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(data.format(job.id), message)
    assert (answer["text"], answer["show_alert"]) == (alert, True)
    assert len(await conversation.jobs()) == 1


async def test_under_a_message_that_is_too_old_to_see_a_new_painting_comes(
    conversation: Conversation,
) -> None:
    job, message = await painted(conversation)
    old = {"message_id": 500, "chat": message["chat"], "date": 0}
    await conversation.press(f"strength:{job.id}:60", old)
    new = await newest(conversation)
    assert (new.look.strength, new.edit_message_id) == (0.6, None)


async def test_refused_courtesies_lose_nothing(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    too_old = {"description": "Bad Request: query is too old and response timeout expired"}
    conversation.api.refusals["answerCallbackQuery"] = [(400, too_old)]
    unchanged = {"description": "Bad Request: message is not modified"}
    conversation.api.refusals["editMessageReplyMarkup"] = [(400, unchanged)]
    await conversation.press(f"strength:{job.id}:60", message)
    assert (await newest(conversation)).look.strength == 0.6
    assert conversation.called("sendMessage") == []


async def test_a_style_from_the_list_paints_the_current_photo(conversation: Conversation) -> None:
    listing = {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "…"}
    answer = await conversation.press("style::gallery:wave", listing)
    assert (answer["text"], answer["show_alert"]) == (texts.noted(ENGLISH, [("wave", 1.0)]), True)
    sent = await conversation.receive(**photo())
    await conversation.press("style::gallery:iris", listing)
    first, second = await conversation.jobs()
    assert (first.look.style, second.look.style, second.photo_file_id) == ("gallery:wave", "gallery:iris", "photo")
    assert (second.edit_message_id, second.reply_to_message_id) == (None, sent["message_id"])
