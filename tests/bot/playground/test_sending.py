import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.playground.targets import MAX_UPLOAD_BYTES
from tests.bot.playground.drawing import drawn, opened
from tests.person import Person, file_id_of

PHOTO = drawn(640, 480)


async def test_photo_is_recompressed_and_sent_again_by_its_id(bot: Bot, anna: Person) -> None:
    sent = await bot.send_photo(anna.chat_id, PHOTO, caption="<i>Iris</i>", parse_mode="HTML")
    assert [max(size.width, size.height) for size in sent.photo] == [90, 320, 640]
    shown = await anna.wait_for(lambda message: message["from_bot"])
    assert shown["caption"] == "Iris"
    assert shown["caption_entities"] == [{"type": "italic", "offset": 0, "length": 4}]
    assert opened(await anna.download(shown)).format == "JPEG"
    for size in sent.photo:
        again = await bot.send_photo(anna.chat_id, size.file_id)
        assert again.photo == sent.photo


async def test_document_keeps_its_bytes_and_name(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.chat_id, PHOTO, filename="Seerose №1.png")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("Seerose №1.png", "image/png")
    assert sent.document.thumbnail is not None
    assert (sent.document.thumbnail.width, sent.document.thumbnail.height) == (320, 240)
    assert await anna.download((await anna.messages())[-1]) == PHOTO


async def test_album_shares_a_group_and_keeps_its_order(bot: Bot, anna: Person) -> None:
    known = await bot.send_photo(anna.chat_id, PHOTO)
    album = await bot.send_media_group(
        anna.chat_id,
        [InputMediaPhoto(drawn(200, 100), caption="first"), InputMediaPhoto(known.photo[-1].file_id)],
    )
    assert len({message.media_group_id for message in album}) == 1
    assert album[0].media_group_id
    assert (album[0].caption, album[0].photo[-1].width) == ("first", 200)
    assert album[1].photo == known.photo


async def test_copy_takes_the_content_without_its_keyboard(bot: Bot, anna: Person) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])
    original = await bot.send_photo(anna.chat_id, PHOTO, caption="old", reply_markup=markup)
    copy = await bot.copy_message(anna.chat_id, anna.chat_id, original.message_id, caption="new")
    shown = await anna.wait_for(lambda message: message["message_id"] == copy.message_id)
    assert (shown["caption"], file_id_of(shown)) == ("new", original.photo[-1].file_id)
    assert "reply_markup" not in shown


async def test_chat_action_is_shown(bot: Bot, anna: Person) -> None:
    await bot.send_chat_action(anna.chat_id, "upload_photo")
    event = await anna.wait_for_event("action", after=0)
    assert event.data == {"chat_id": anna.chat_id, "action": "upload_photo"}


async def test_photo_limits(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match=r"(?i)PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(anna.chat_id, drawn(5000, 200))
    with pytest.raises(BadRequest, match=r"(?i)PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(anna.chat_id, drawn(9500, 501))
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await bot.send_photo(anna.chat_id, b"%PDF-1.4")
    with pytest.raises(BadRequest, match="is too big for a photo; the maximum size is 10485760 bytes"):
        await bot.send_photo(anna.chat_id, PHOTO + bytes(10 * 1024 * 1024))
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(anna.chat_id, bytes(MAX_UPLOAD_BYTES + 1))
    assert await anna.messages() == []


async def test_text_and_caption_limits(bot: Bot, anna: Person) -> None:
    await bot.send_message(anna.chat_id, "é" * 4096)
    with pytest.raises(BadRequest, match=r"^Message is too long"):
        await bot.send_message(anna.chat_id, "é" * 4097)
    with pytest.raises(BadRequest, match=r"^Message text is empty"):
        await bot.send_message(anna.chat_id, " \n")
    # What counts is the text without its mark-up.
    await bot.send_photo(anna.chat_id, PHOTO, caption="<b>" + "é" * 1024 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"^Message caption is too long"):
        await bot.send_photo(anna.chat_id, PHOTO, caption="é" * 1025)


@pytest.mark.parametrize("data", ["é" * 32 + "x", "x" * 65])
async def test_callback_data_is_limited_in_bytes(bot: Bot, anna: Person, data: str) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data=data)]])
    with pytest.raises(BadRequest, match=r"(?i)BUTTON_DATA_INVALID"):
        await bot.send_message(anna.chat_id, "hello", reply_markup=markup)


async def test_wrong_targets(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found"):
        await bot.send_message(999, "hello")
    with pytest.raises(BadRequest, match=r"^Message to be replied not found"):
        await bot.send_message(anna.chat_id, "hello", reply_to_message_id=999)
    sent = await bot.send_message(anna.chat_id, "hello", reply_to_message_id=999, allow_sending_without_reply=True)
    assert sent.reply_to_message is None
    with pytest.raises(BadRequest, match=r"^Wrong file identifier/http url specified"):
        await bot.send_photo(anna.chat_id, "AgACnothing")
    document = await anna.send_file(b"text", "notes.txt")
    with pytest.raises(BadRequest, match=r"^Can't use file of type document as photo"):
        await bot.send_photo(anna.chat_id, file_id_of(document))


async def test_blocked(bot: Bot, anna: Person) -> None:
    await anna.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.chat_id, "hello")
    await anna.block(False)
    await bot.send_message(anna.chat_id, "hello")
