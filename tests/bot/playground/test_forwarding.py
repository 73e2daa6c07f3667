import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, MessageOriginUser
from telegram.error import BadRequest

from tests.bot.playground.drawing import drawn
from tests.person import Person, file_id_of

PHOTO = drawn(640, 480)


async def test_copy_takes_the_content_without_its_keyboard(bot: Bot, anna: Person) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])
    original = await bot.send_photo(anna.chat_id, PHOTO, caption="old", reply_markup=markup)
    copy = await bot.copy_message(anna.chat_id, anna.chat_id, original.message_id, caption="new")
    shown = await anna.wait_for(lambda message: message["message_id"] == copy.message_id)
    assert (shown["caption"], file_id_of(shown)) == ("new", original.photo[-1].file_id)
    assert "reply_markup" not in shown
    assert "forward_origin" not in shown


async def test_an_album_is_copied_and_forwarded_as_an_album(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    album = await bot.send_media_group(
        anna.chat_id, [InputMediaPhoto(drawn(20, 10), caption="one"), InputMediaPhoto(drawn(10, 20))]
    )
    numbers = [message.message_id for message in album]
    copied = await bot.copy_messages(group.chat_id, anna.chat_id, [*numbers, 10**6], remove_caption=True)
    forwarded = await bot.forward_messages(group.chat_id, anna.chat_id, numbers)
    messages = {message["message_id"]: message for message in await group.messages()}
    copies = [messages[one.message_id] for one in copied]
    forwards = [messages[one.message_id] for one in forwarded]
    assert [message.get("caption") for message in (*copies, *forwards)] == [None, None, "one", None]
    albums = {message["media_group_id"] for message in (*copies, *forwards)}
    assert len(albums) == 2
    assert album[0].media_group_id not in albums
    assert all(message["forward_origin"]["sender_user"]["id"] == bot.id for message in forwards)


async def test_forward_names_the_author(bot: Bot, anna: Person) -> None:
    sent = await anna.send_text("hello")
    forwarded = await bot.forward_message(anna.chat_id, anna.chat_id, sent["message_id"])
    assert forwarded.text == "hello"
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == anna.user_id


async def test_what_cannot_be_copied_or_forwarded(bot: Bot, anna: Person) -> None:
    for call, words in (
        (bot.copy_message(anna.chat_id, anna.chat_id, 1), "Message to copy not found"),
        (bot.forward_message(anna.chat_id, anna.chat_id, 1), "Message to forward not found"),
        (bot.forward_messages(anna.chat_id, anna.chat_id, [1]), "There are no messages to forward"),
        (bot.copy_messages(anna.chat_id, anna.chat_id, [2, 1]), "in a strictly increasing order"),
        (bot.copy_messages(anna.chat_id, anna.chat_id, list(range(1, 102))), "[Tt]oo many message identifiers"),
    ):
        with pytest.raises(BadRequest, match=words):
            await call
