from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.look import Look
from bot.paging import page
from bot.storage import styles
from bot.views import presets, texts
from tests.bot.handlers.conftest import BORIS, Conversation, painting, photo

LISTING = {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "…"}


async def test_a_look_is_saved_and_brought_back(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave 40%, keep colours"))
    await conversation.receive(text="/save evening <3")
    assert conversation.said() == presets.saved(
        ENGLISH, "evening <3", Look(strength=0.4, colours="luminance"), [("wave", 1.0)]
    )
    await conversation.receive(text="iris 100%, colours off")
    await conversation.receive(text="/presets")
    (call,) = conversation.called("sendMessage")
    assert "evening <3" in str(call["reply_markup"])
    await conversation.press("preset::1", LISTING)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style, job.look.strength, job.look.keeps_colours) == (
        "photo",
        "gallery:wave",
        0.4,
        True,
    )


async def test_presets_are_their_owners_alone(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave"))
    await conversation.receive(text="/save evening")
    answer = await conversation.press("preset::1", LISTING, BORIS)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)


async def test_what_is_missing_is_asked_for(conversation: Conversation) -> None:
    for text, sentence in (
        ("/presets", presets.listing(ENGLISH, page([], 0, 8))[0]),
        ("/save", presets.name_the_preset(ENGLISH)),
        ("/save evening", presets.nothing_to_save(ENGLISH)),
        (f"/save {'x' * 33}", texts.name_too_long(ENGLISH, 32)),
    ):
        await conversation.receive(text=text)
        assert conversation.said() == sentence


async def evening(conversation: Conversation, caption: str = "wave 40%") -> None:
    await conversation.receive(**photo(caption=caption))
    await conversation.receive(text="/save evening")
    conversation.api.calls.clear()


async def test_a_preset_is_renamed_by_the_next_message(conversation: Conversation) -> None:
    await evening(conversation)
    await conversation.press("presets::1:rename", LISTING)
    assert conversation.said() == presets.ask_for_name(ENGLISH, "evening")
    await conversation.receive(text="dusk")
    assert conversation.said() == presets.renamed(ENGLISH, "dusk")
    await conversation.receive(text="/presets")
    assert "dusk" in str(conversation.called("sendMessage")[-1]["reply_markup"])


async def test_a_name_that_another_preset_has_is_asked_for_again(conversation: Conversation) -> None:
    await evening(conversation)
    await conversation.receive(text="/save dusk")
    await conversation.press("presets::1:rename", LISTING)
    await conversation.receive(text="Dusk")
    assert conversation.said() == presets.name_taken(ENGLISH, "Dusk")
    await conversation.receive(text="dawn")
    assert conversation.said() == presets.renamed(ENGLISH, "dawn")


async def test_a_preset_is_deleted_in_place(conversation: Conversation) -> None:
    await evening(conversation)
    answer = await conversation.press("presets::1:delete", LISTING)
    assert answer["text"] == presets.deleted(ENGLISH, "evening")
    (edit,) = conversation.called("editMessageText")
    assert edit["text"] == presets.listing(ENGLISH, page([], 0, 8))[0]


async def test_new_chats_begin_with_the_default_of_which_there_is_one(conversation: Conversation) -> None:
    await evening(conversation)
    await conversation.receive(text="iris 20%")
    await conversation.receive(text="/save iris")
    for number in (1, 2):
        await conversation.press(f"presets::{number}:default", LISTING)
    # A tap that Telegram tells of twice changes nothing.
    await conversation.press("presets::2:default", LISTING)
    await conversation.receive(chat_type="group", **photo(caption="@easel_bot"))
    *_, job = await conversation.jobs()
    assert (job.chat_id, job.look.style, job.look.strength) == (-100, "gallery:iris", 0.2)
    edits = conversation.called("editMessageText")
    assert ["★" in str(edit["reply_markup"]) for edit in edits] == [True, True, True]


async def test_a_deleted_style_comes_back_with_a_preset(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    await evening(conversation, "my wave 40%")
    await conversation.press("own::1:really", LISTING)
    await conversation.press("preset::1", LISTING)
    *_, job = await conversation.jobs()
    assert (job.look.style, job.look.strength) == ("own:2", 0.4)
    async with conversation.database.snapshot() as db:
        (style,) = await styles.list_own(db, 7)
    assert (style.reference, style.name, style.painting_file_id) == ("own:2", "evening", "painting")


async def test_pages_of_presets(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave"))
    for number in range(9):
        await conversation.receive(text=f"/save look {number}")
    conversation.api.calls.clear()
    await conversation.press("presets::1", LISTING)
    await conversation.press("presets::edit:0", LISTING)
    turned, editing = conversation.called("editMessageText")
    assert ("look 8" in str(turned["reply_markup"]), "look 7" in str(turned["reply_markup"])) == (True, False)
    assert "presets::1:show" in str(editing["reply_markup"])


async def test_there_is_room_for_so_many(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(conversation.application.bot_data["services"].settings.__dict__, "presets_per_person", 1)
    await evening(conversation)
    await conversation.receive(text="/save dusk")
    assert conversation.said() == presets.full(ENGLISH, 1)
    await conversation.receive(text="/save Evening")
    assert conversation.said().startswith("Saved as")


async def test_a_preset_on_a_sheet_repaints_in_its_place(conversation: Conversation) -> None:
    await evening(conversation)
    await conversation.receive(text="iris 100%")
    *_, job = await conversation.jobs()
    await conversation.finish(job, result_message_id=500)
    await conversation.press(f"gallery:{job.id}", painting(job))
    *_, sheet = await conversation.jobs()
    (edit,) = conversation.called("editMessageCaption")
    assert f"preset:{sheet.id}:1" in str(edit["reply_markup"])
    await conversation.press(f"preset:{sheet.id}:1", painting(sheet))
    *_, new = await conversation.jobs()
    assert (new.look.style, new.look.strength, new.edit_message_id) == ("gallery:wave", 0.4, 500)
