from __future__ import annotations

from typing import Any

from bot.language import ENGLISH
from bot.look import Look
from bot.storage.models.jobs import JobKind, JobState
from bot.views import gallery, texts
from tests.bot.handlers.conftest import BOT, Conversation, Json, photo
from tests.bot.handlers.under_results import (
    MESSAGE_ID,
    carried,
    finished,
    labels,
    last_edit,
    newest,
    painted,
)

NUMBERS = [["1", "2", "3", "4"], ["5", "6", "7"], ["8", "9", "10"]]


def listing(**content: Any) -> Json:
    """A message of the bot's that is no result."""
    return {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, **content}


async def test_before_any_photo_the_styles_come_by_name_under_the_greeting_picture(conversation: Conversation) -> None:
    for command in ("/styles", "/style"):
        conversation.api.calls.clear()
        await conversation.receive(text=command)
        (call,) = conversation.called("sendPhoto")
        assert call["caption"] == gallery.choose_style(ENGLISH)
        assert "Iris · Koson" in str(call["reply_markup"])
    assert await conversation.jobs() == []


async def test_names_have_pages_and_the_chosen_one_is_marked(conversation: Conversation) -> None:
    await conversation.press("gallery::1", listing(**photo("greeting")))
    assert labels(conversation) == [["Square6 · Malevich", "Square7 · Malevich"], ["‹", "2 / 2", "›"]]
    answer = await conversation.press("style::gallery:square6", listing(**photo("greeting")))
    assert (answer["text"], answer["show_alert"]) == (texts.noted(ENGLISH, [("square6", 1.0)]), True)
    assert labels(conversation)[0] == ["• Square6 · Malevich •", "Square7 · Malevich"]
    await conversation.receive(**photo())
    assert (await newest(conversation)).look.style == "gallery:square6"


async def test_with_a_photo_styles_answers_with_a_sheet_of_it(conversation: Conversation) -> None:
    await conversation.receive(**photo("cat", caption="wave 40%, keep colours"))
    conversation.api.calls.clear()
    await conversation.receive(text="/styles")
    sheet = await newest(conversation)
    assert (sheet.kind, sheet.photo_file_id, sheet.page) == (JobKind.SHEET, "cat", 0)
    assert sheet.look == Look(strength=0.4, colours="luminance")
    assert sheet.choices == ["gallery:iris", "gallery:wave", *(f"gallery:square{n}" for n in range(8))]
    assert (sheet.edit_message_id, sheet.reply_to_message_id) == (None, None)
    assert [name for name, _ in conversation.api.calls] == ["sendChatAction"]


async def test_in_a_group_the_sheet_answers_who_asked(conversation: Conversation) -> None:
    await conversation.receive(chat_type="group", **photo(caption="/style iris"))
    message = await conversation.receive(chat_type="group", text="/styles")
    assert (await newest(conversation)).reply_to_message_id == message["message_id"]


async def test_own_styles_come_first_and_the_page_with_the_chosen_style_opens(conversation: Conversation) -> None:
    for number in range(8):
        await conversation.receive(**photo(f"painting {number}", caption=f'/style "mine {number}"'))
    job, message = await painted(conversation, caption="square7")
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await newest(conversation)
    assert sheet.choices is not None
    assert (sheet.choices[:2], len(sheet.choices), sheet.page) == (["own:1", "own:2"], 18, 1)
    assert labels(conversation) == [["17", "• 18 •"], ["‹", "2 / 2", "›"], ["‹ Back"]]


async def test_the_gallery_takes_the_place_of_the_painting_with_its_buttons_at_once(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="70%")
    answer = await conversation.press(f"gallery:{job.id}", message)
    assert answer["text"] == gallery.painting_sheet(ENGLISH)
    sheet = await newest(conversation)
    assert (sheet.kind, sheet.edit_message_id, sheet.look) == (JobKind.SHEET, MESSAGE_ID, Look(strength=0.7))
    assert labels(conversation) == [["• 1 •", *NUMBERS[0][1:]], *NUMBERS[1:], ["‹ Back"]]
    assert carried(conversation, "2") == f"style:{sheet.id}:gallery:wave"
    assert "<b>2</b>\N{NO-BREAK SPACE}Wave" in last_edit(conversation)["caption"]


async def test_a_number_paints_its_style_as_the_painting_was(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="70%, keep colours")
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await finished(conversation)
    await conversation.press(f"style:{sheet.id}:gallery:wave", message)
    new = await newest(conversation)
    assert (new.kind, new.edit_message_id, new.photo_file_id) == (JobKind.PAINT, MESSAGE_ID, "photo")
    assert new.look == Look(new.look.shares, strength=0.7, colours="luminance")
    assert labels(conversation)[0] == ["‹", "🎨 Wave", "›"]


async def test_back_shows_the_painting_at_once(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await newest(conversation)
    await conversation.press(f"back:{sheet.id}", message)
    shown = last_edit(conversation)
    assert shown["media"]["media"] == f"picture of {job.id}"
    assert labels(conversation)[0] == ["‹", "🎨 Iris", "›"]
    states = [(one.kind, one.state) for one in await conversation.jobs()]
    assert states == [
        (JobKind.PAINT, JobState.DONE),
        (JobKind.SHEET, JobState.CANCELLED),
        (JobKind.PAINT, JobState.DONE),
    ]


async def test_a_sheet_that_telegram_has_is_shown_at_once_whatever_the_style(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await finished(conversation)
    await conversation.press(f"style:{sheet.id}:gallery:wave", message)
    wave = await finished(conversation)
    conversation.api.calls.clear()
    await conversation.press(f"gallery:{wave.id}", message)
    assert last_edit(conversation)["media"]["media"] == f"picture of {sheet.id}"
    assert labels(conversation)[0] == ["1", "• 2 •", "3", "4"]
    again = await newest(conversation)
    assert (again.kind, again.state) == (JobKind.SHEET, JobState.DONE)
    # Another strength looks another way.
    await conversation.press(f"strength:{wave.id}:50", message)
    weaker = await finished(conversation)
    await conversation.press(f"gallery:{weaker.id}", message)
    assert (await newest(conversation)).state is JobState.QUEUED


async def test_a_page_keeps_the_controls_and_the_chosen_style(conversation: Conversation) -> None:
    for number in range(8):
        await conversation.receive(**photo(f"painting {number}", caption=f'/style "mine {number}"'))
    job, message = await painted(conversation, caption="square7 70%")
    await conversation.press(f"gallery:{job.id}", message)
    await finished(conversation)
    await conversation.press(carried(conversation, "‹"), message)
    sheet = await newest(conversation)
    assert (sheet.page, sheet.look) == (0, Look(strength=0.7))
    session = await conversation.session()
    assert session is not None
    assert session.look.style == "gallery:square7"


async def test_under_the_greeting_the_sheet_takes_the_place_of_the_picture(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    await conversation.press("gallery", listing(**photo("greeting")))
    sheet = await newest(conversation)
    assert (sheet.kind, sheet.edit_message_id) == (JobKind.SHEET, 9)
    assert ["‹ Back"] not in labels(conversation)


async def test_where_no_picture_can_be_the_sheet_comes_as_a_message_of_its_own(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    del message["photo"]
    message["document"] = {"file_id": "painted", "file_unique_id": "painted"}
    await conversation.press(f"gallery:{job.id}", message)
    sheet = await newest(conversation)
    assert (sheet.kind, sheet.edit_message_id, sheet.reply_to_message_id) == (JobKind.SHEET, None, MESSAGE_ID)


async def test_a_style_from_an_old_list_paints_the_current_photo(conversation: Conversation) -> None:
    old = listing(text="…")
    sent = await conversation.receive(**photo())
    await conversation.press("style::gallery:wave", old)
    new = await newest(conversation)
    assert (new.look.style, new.photo_file_id) == ("gallery:wave", "photo")
    assert (new.edit_message_id, new.reply_to_message_id) == (None, sent["message_id"])
    await conversation.press("gallery::1", old)
    assert labels(conversation)[0] == ["Square6 · Malevich", "Square7 · Malevich"]
