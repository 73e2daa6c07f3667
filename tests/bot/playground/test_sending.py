import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, InputMediaVideo
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


async def test_a_moving_picture_is_as_large_and_long_as_the_call_says(bot: Bot, anna: Person) -> None:
    film = b"\x00\x00\x00\x18ftypisom" + bytes(100)
    sent = await bot.send_animation(
        anna.chat_id, film, filename="morph.mp4", width=512, height=384, duration=3, caption="wave", thumbnail=PHOTO
    )
    assert sent.animation is not None
    assert (sent.animation.width, sent.animation.height, sent.animation.mime_type) == (512, 384, "video/mp4")
    assert sent.animation.thumbnail is not None
    assert (sent.animation.thumbnail.width, sent.animation.thumbnail.height) == (320, 240)
    assert sent.document is not None
    again = await bot.send_animation(anna.chat_id, sent.animation.file_id)
    assert again.animation == sent.animation
    video = await bot.send_video(anna.chat_id, film, filename="morph.mp4", width=200, height=100, duration=2)
    assert video.video is not None
    assert (video.video.width, video.video.height) == (200, 100)
    album = await bot.send_media_group(
        anna.chat_id, [InputMediaVideo(film, filename="one.mp4", width=90, height=60), InputMediaPhoto(PHOTO)]
    )
    assert album[0].video is not None
    assert (album[0].video.width, album[0].video.height) == (90, 60)


async def test_a_table_is_sent_as_a_file(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.chat_id, b"style,mean\nwave,7.3\n", filename="ratings.csv")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("ratings.csv", "text/csv")


async def test_a_still_sticker_is_sent_as_it_is(bot: Bot, anna: Person) -> None:
    data = drawn(512, 400, "WEBP")
    sent = await bot.send_sticker(anna.chat_id, data)
    assert sent.sticker is not None
    assert (sent.sticker.width, sent.sticker.height, sent.sticker.is_animated) == (512, 400, False)
    assert await anna.download((await anna.messages())[-1]) == data


async def test_at_most_a_hundred_buttons(bot: Bot, anna: Person) -> None:
    row = [InlineKeyboardButton("Press", callback_data="press")]
    await bot.send_message(anna.chat_id, "hello", reply_markup=InlineKeyboardMarkup([row] * 100))
    with pytest.raises(BadRequest, match=r"(?i)reply markup is too long"):
        await bot.send_message(anna.chat_id, "hello", reply_markup=InlineKeyboardMarkup([row] * 101))


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
