import pytest
from telegram import Bot

from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError

GIF = drawn(40, 30, "GIF")


async def test_chats_are_apart(bot: Bot, anna: Person) -> None:
    ben = await Person.join(anna.url, "Ben", language_code="de")
    try:
        await ben.send_text("Hallo")
        (update,) = await bot.get_updates()
        assert update.effective_user is not None
        assert update.effective_chat is not None
        assert update.effective_user.id == update.effective_chat.id == ben.chat_id
        assert (update.effective_user.first_name, update.effective_user.language_code) == ("Ben", "de")
        await bot.send_message(ben.chat_id, "Hello, Ben")
        assert await anna.messages() == []
        you, listed = await anna.chats()
        assert (you["title"], you["last_message"]) == ("Sam", None)
        assert (listed["title"], listed["last_message"]["text"], listed["unread"]) == ("Ben", "Hello, Ben", 1)
        await ben.messages()
        assert (await anna.chats())[1]["unread"] == 0
    finally:
        await ben.close()


async def test_group(bot: Bot, anna: Person) -> None:
    group = await Person.join(anna.url, "Painters", "group")
    try:
        await group.send_text("/help@easel_playground_bot")
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert (update.message.chat.type, update.message.chat.title) == ("group", "Painters")
        assert update.message.from_user is not None
        assert update.message.from_user.id == anna.chat_id
        assert update.message.entities[0].type == "bot_command"
    finally:
        await group.close()


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


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("GET", "/api/chats/999/messages", None, 404),
        ("GET", "/api/files/nothing", None, 404),
        ("POST", "/api/chats/{chat}/messages", {"text": " "}, 400),
        ("POST", "/api/chats/{chat}/messages", {"text": "x" * 4097}, 400),
        ("POST", "/api/chats/{chat}/messages", [], 400),
        ("POST", "/api/chats", {"type": "channel"}, 400),
    ],
)
async def test_wrong_requests_are_explained(anna: Person, verb: str, path: str, body: object, status: int) -> None:
    with pytest.raises(PersonApiError) as refused:
        await anna.request(verb, path.format(chat=anna.chat_id), json=body)
    assert refused.value.status == status
    assert refused.value.message.endswith((".", "group"))


async def test_a_person_who_blocked_the_bot_cannot_write_to_it(anna: Person) -> None:
    await anna.block()
    with pytest.raises(PersonApiError, match="Unblock it"):
        await anna.send_text("hello")
