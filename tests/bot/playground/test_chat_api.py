import pytest
from telegram import Bot
from telegram.error import Forbidden

from bot.playground.store import STORAGE_CHAT_ID, STORAGE_USERNAME
from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError


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


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("GET", "/api/chats/999/messages", None, 404),
        ("GET", "/api/files/nothing", None, 404),
        ("POST", "/api/chats/{chat}/messages", {"text": " "}, 400),
        ("POST", "/api/chats/{chat}/messages", {"text": "x" * 4097}, 400),
        ("POST", "/api/chats/{chat}/messages", [], 400),
        ("POST", "/api/chats", {"type": "secret"}, 400),
    ],
)
async def test_wrong_requests_are_explained(anna: Person, verb: str, path: str, body: object, status: int) -> None:
    with pytest.raises(PersonApiError) as refused:
        await anna.request(verb, path.format(chat=anna.chat_id), json=body)
    assert refused.value.status == status
    assert refused.value.message.endswith(".")


async def test_a_group_begins_with_who_made_it_and_the_bot(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    added, created = await bot.get_updates()
    assert added.my_chat_member is not None
    assert added.my_chat_member.chat.title == "Painters"
    assert added.my_chat_member.old_chat_member.status == "left"
    assert added.my_chat_member.new_chat_member.status == "member"
    assert created.message is not None
    assert created.message.group_chat_created
    (listed,) = [chat for chat in await anna.chats() if chat["id"] == group.chat_id]
    assert [user["id"] for user in listed["members"]] == [anna.user_id]


async def test_a_group_may_be_without_the_bot(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters", with_bot=False)
    await group.send_text("is nobody else here?")
    assert await bot.get_updates() == ()
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.chat_id, "hello")


async def test_the_storage_channel_is_there_and_read_by_nobody(bot: Bot, anna: Person) -> None:
    kept = await bot.send_photo(STORAGE_CHAT_ID, drawn(60, 40))
    assert (kept.chat.type, kept.from_user) == ("channel", None)
    assert (await bot.send_message(f"@{STORAGE_USERNAME}", "by name")).chat_id == STORAGE_CHAT_ID
    assert [chat["type"] for chat in await anna.chats()] == ["private"]
    assert await bot.get_updates() == ()
    async with Person(anna.url, STORAGE_CHAT_ID) as storage:
        assert len(await storage.messages()) == 2
        with pytest.raises(PersonApiError, match="Only those who are in this chat"):
            await storage.send_text("let me in")
    assert (await bot.send_photo(anna.chat_id, kept.photo[-1].file_id)).photo == kept.photo


async def test_only_known_switches_are_switched(anna: Person) -> None:
    await anna.switch(inline_feedback=False)
    with pytest.raises(PersonApiError, match="privacy_mode, inline_feedback"):
        await anna.switch(invisible=True)
