import time

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from tests.bot.playground.drawing import drawn
from tests.person import Person

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Stronger", callback_data="strength:70")]])
NOT_MODIFIED = "^Message is not modified: specified new message content and reply markup are exactly the same"


async def test_media_is_replaced_in_place(bot: Bot, anna: Person) -> None:
    sent = await bot.send_photo(anna.chat_id, drawn(300, 200), caption="one", reply_markup=KEYBOARD)
    media = InputMediaPhoto(drawn(200, 300), caption="<b>two</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, anna.chat_id, sent.message_id, reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert edited.photo[-1].height == 300
    assert edited.edit_date is not None
    (shown,) = await anna.messages()
    assert (shown["caption"], shown["photo"][-1]["height"]) == ("two", 300)
    event = await anna.wait_for_event("edit", after=0)
    assert event.data == {"chat_id": anna.chat_id, "message": shown}
    same = InputMediaPhoto(edited.photo[-1].file_id, caption="<b>two</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_media(same, anna.chat_id, sent.message_id, reply_markup=KEYBOARD)


async def test_caption_and_keyboard(bot: Bot, anna: Person) -> None:
    sent = await bot.send_photo(anna.chat_id, drawn(300, 200), reply_markup=KEYBOARD)
    edited = await bot.edit_message_caption(anna.chat_id, sent.message_id, caption="70 %", reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.photo) == ("70 %", sent.photo)
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_caption(anna.chat_id, sent.message_id, caption="70 %", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_reply_markup(anna.chat_id, sent.message_id, reply_markup=KEYBOARD)
    bare = await bot.edit_message_reply_markup(anna.chat_id, sent.message_id)
    assert not isinstance(bare, bool)
    assert (bare.reply_markup, bare.caption, bare.edit_date) == (None, "70 %", edited.edit_date)
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit"):
        await bot.edit_message_text("text", anna.chat_id, sent.message_id)


async def test_text(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.chat_id, "one")
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_text(" one ", anna.chat_id, sent.message_id)
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit"):
        await bot.edit_message_caption(anna.chat_id, sent.message_id, caption="caption")
    edited = await bot.edit_message_text("<b>one</b>", anna.chat_id, sent.message_id, parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert edited.text_html == "<b>one</b>"


async def test_what_cannot_be_edited(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match=r"^Message to edit not found"):
        await bot.edit_message_text("text", anna.chat_id, 999)
    mine = await anna.send_text("mine")
    with pytest.raises(BadRequest, match=r"^Message can't be edited"):
        await bot.edit_message_text("yours", anna.chat_id, mine["message_id"])


async def test_deleted_message_is_gone(bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = await bot.send_message(anna.chat_id, "soon gone")
    await bot.delete_message(anna.chat_id, sent.message_id)
    (shown,) = await anna.messages()
    assert shown["deleted"]
    with pytest.raises(BadRequest, match=r"^Message to edit not found"):
        await bot.edit_message_text("back", anna.chat_id, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message to delete not found"):
        await bot.delete_message(anna.chat_id, sent.message_id)
    old = await bot.send_message(anna.chat_id, "old")
    in_two_days = time.time() + 48 * 3600 + 60
    monkeypatch.setattr("bot.playground.editing.time.time", lambda: in_two_days)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone"):
        await bot.delete_message(anna.chat_id, old.message_id)


async def test_a_picture_of_an_album_is_replaced_by_one_of_its_kind(bot: Bot, anna: Person) -> None:
    one, two = await bot.send_media_group(
        anna.chat_id, [InputMediaPhoto(drawn(20, 10), caption="one"), InputMediaPhoto(drawn(10, 20), caption="two")]
    )
    media = InputMediaPhoto(drawn(30, 40), caption="new")
    edited = await bot.edit_message_media(media, anna.chat_id, two.message_id)
    assert not isinstance(edited, bool)
    assert (edited.media_group_id, edited.caption, edited.photo[-1].height) == (one.media_group_id, "new", 40)
    with pytest.raises(BadRequest, match=r"(?i)can't change media type in the album"):
        await bot.edit_message_media(InputMediaDocument(b"text"), anna.chat_id, two.message_id)
    assert [message["caption"] for message in await anna.messages()] == ["one", "new"]


async def test_only_an_administrator_deletes_what_others_wrote_in_a_group(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    written = await group.send_text("hello")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.chat_id, written["message_id"])
    await group.add_bot("administrator")
    await bot.delete_message(group.chat_id, written["message_id"])
    in_private = await anna.send_text("hello")
    await bot.delete_message(anna.chat_id, in_private["message_id"])
