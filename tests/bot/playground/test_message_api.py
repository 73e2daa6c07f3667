import time

import pytest
from telegram import Bot, MessageOriginUser

from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError

GIF = drawn(40, 30, "GIF")


async def test_photo_with_caption_and_reply(bot: Bot, anna: Person) -> None:
    first = await anna.send_text("first")
    sent = await anna.send_photo(drawn(400, 300, "JPEG"), "/style iris 70%", reply_to=first)
    _, update = await bot.get_updates()
    message = update.message
    assert message is not None
    assert (message.caption, message.caption_entities[0].type) == ("/style iris 70%", "bot_command")
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "first"
    assert [size.file_id for size in message.photo] == [size["file_id"] for size in sent["photo"]]
    with pytest.raises(PersonApiError, match="reply to is not there"):
        await anna.send_text("second", reply_to=999)


async def test_large_photo_is_shrunk_by_the_client(anna: Person) -> None:
    sent = await anna.send_photo(drawn(9000, 1200, "JPEG"))
    assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (2560, 341)


async def test_album(bot: Bot, anna: Person) -> None:
    sent = await anna.send_album([drawn(100, 50), drawn(50, 100)], "both")
    updates = await bot.get_updates()
    assert {update.message and update.message.media_group_id for update in updates} == {sent[0]["media_group_id"]}
    assert [update.message and update.message.caption for update in updates] == ["both", None]


@pytest.mark.parametrize(
    ("data", "name", "as_", "kind"),
    [
        (b"%PDF-1.4", "café №1.pdf", "photo", "document"),
        (drawn(5000, 100), "thin.png", "photo", "document"),
        (drawn(80, 60), "picture.png", "document", "document"),
        (b"\x1f\x8b", "wave.tgs", "sticker", "sticker"),
        (drawn(512, 512, "WEBP"), "smile.webp", "sticker", "sticker"),
        (b"\x00\x00\x00\x18ftyp", "film.mp4", "video", "video"),
        (GIF, "dance.gif", "document", "animation"),
        (GIF, "dance.gif", "photo", "animation"),
        (b"\x00\x00\x00\x18ftyp", "dance.mp4", "animation", "animation"),
        (b"", "empty.jpg", "document", "document"),
    ],
)
async def test_files_of_every_kind_reach_the_bot(
    bot: Bot, anna: Person, data: bytes, name: str, as_: str, kind: str
) -> None:
    sent = await anna.send_file(data, name, as_=as_)
    (update,) = await bot.get_updates()
    assert update.message is not None
    received = getattr(update.message, kind)
    assert received.file_id == sent[kind]["file_id"]
    assert received.file_size == len(data)
    assert getattr(received, "file_name", name) == name
    assert not update.message.photo
    assert await anna.download(sent) == data


async def test_animated_sticker_is_told_from_a_still_one(bot: Bot, anna: Person) -> None:
    for name in ("still.webp", "animated.tgs", "film.webm"):
        await anna.send_file(drawn(64, 64, "WEBP"), name, as_="sticker")
    stickers = [update.message.sticker for update in await bot.get_updates() if update.message]
    assert [(one.is_animated, one.is_video) for one in stickers if one] == [
        (False, False),
        (True, False),
        (False, True),
    ]


async def test_clearing_forgets_the_messages(bot: Bot, anna: Person) -> None:
    await anna.send_text("hello")
    await anna.clear()
    assert await anna.messages() == []
    event = await anna.wait_for_event("chats", after=0)
    assert event.data["cleared"] is True


async def test_a_person_who_blocked_the_bot_cannot_write_to_it(anna: Person) -> None:
    await anna.block()
    with pytest.raises(PersonApiError, match="Unblock it"):
        await anna.send_text("hello")


async def test_an_edited_text_and_caption_reach_the_bot(bot: Bot, anna: Person) -> None:
    text = await anna.send_text("wave")
    photo = await anna.send_photo(drawn(90, 60), "wave")
    await anna.edit(text, "/style iris")
    shown = await anna.edit(photo, "iris 70%")
    assert (shown["caption"], shown["photo"]) == ("iris 70%", photo["photo"])
    *_, first, second = await bot.get_updates()
    assert first.edited_message is not None
    assert second.edited_message is not None
    assert (first.edited_message.text, first.edited_message.message_id) == ("/style iris", text["message_id"])
    assert first.edited_message.entities[0].type == "bot_command"
    assert second.edited_message.caption == "iris 70%"
    assert second.edited_message.edit_date is not None
    event = await anna.wait_for_event("edit", after=0)
    assert event.data["message"]["text"] == "/style iris"


async def test_a_caption_may_be_taken_away_and_nothing_be_edited_into_the_same(bot: Bot, anna: Person) -> None:
    photo = await anna.send_photo(drawn(90, 60), "wave")
    assert "caption" not in await anna.edit(photo, "")
    with pytest.raises(PersonApiError, match="says that already"):
        await anna.edit(photo, "")


async def test_only_ones_own_message_is_edited_and_for_two_days(
    bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    boris = await Person.join(anna.url, "Boris")
    group = await anna.new_group("Painters")
    try:
        boris_there = await boris.join_group(group)
        theirs = await boris_there.send_text("mine")
        (forwarded,) = await group.forward(theirs)
        from_bot = await bot.send_message(group.chat_id, "hello")
        for message in (theirs, forwarded, from_bot.message_id):
            with pytest.raises(PersonApiError, match="only what you wrote yourself"):
                await group.edit(message, "other")
        in_two_days = time.time() + 48 * 3600 + 60
        monkeypatch.setattr("bot.playground.message_api.time.time", lambda: in_two_days)
        with pytest.raises(PersonApiError, match="for two days"):
            await boris_there.edit(theirs, "other")
    finally:
        await boris.close()


async def test_a_forwarded_album_is_an_album_and_names_its_author(bot: Bot, anna: Person) -> None:
    boris = await Person.join(anna.url, "Boris")
    try:
        sent = await boris.send_album([drawn(90, 60), drawn(60, 90)], "two")
        one, two = await anna.forward(*sent)
        assert one["media_group_id"] == two["media_group_id"] != sent[0]["media_group_id"]
        update = (await bot.get_updates())[-2]
        assert update.message is not None
        assert update.message.caption == "two"
        assert isinstance(update.message.forward_origin, MessageOriginUser)
        assert update.message.forward_origin.sender_user.first_name == "Boris"
        (again,) = await boris.forward(one)
        assert (again["from"]["first_name"], "media_group_id" in again) == ("Boris", False)
    finally:
        await boris.close()


async def test_a_link_to_the_bot_opens_the_private_chat(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    seen = (await bot.get_updates())[-1]
    opened = await group.open_link("https://t.me/easel_playground_bot?start=style_x")
    assert opened["chat"]["id"] == anna.chat_id
    (update,) = await bot.get_updates(offset=seen.update_id + 1)
    assert update.message is not None
    assert update.message.text == "/start style_x"
    assert update.message.entities[0].length == len("/start")
    with pytest.raises(PersonApiError, match="no link to the bot"):
        await anna.open_link("https://t.me/another_bot?start=style_x")
