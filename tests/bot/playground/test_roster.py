import pytest
from telegram import Bot, ChatMemberOwner
from telegram.error import BadRequest, Forbidden

from tests.person import Person


async def test_chat_and_its_members(bot: Bot, anna: Person) -> None:
    chat = await bot.get_chat(anna.chat_id)
    assert (chat.type, chat.first_name) == ("private", "Sam")
    boris = await Person.join(anna.url, "Boris")
    group = await anna.new_group("Painters")
    try:
        assert (await bot.get_chat(group.chat_id)).title == "Painters"
        assert isinstance(await bot.get_chat_member(group.chat_id, anna.chat_id), ChatMemberOwner)
        assert (await bot.get_chat_member(group.chat_id, boris.chat_id)).status == "left"
        assert await bot.get_chat_member_count(group.chat_id) == 2
        await boris.join_group(group)
        assert (await bot.get_chat_member(group.chat_id, boris.chat_id)).status == "member"
        assert await bot.get_chat_member_count(group.chat_id) == 3
        await group.add_bot("administrator")
        chiefs = await bot.get_chat_administrators(group.chat_id)
        assert [chief.user.id for chief in chiefs] == [anna.user_id, bot.id]
        with pytest.raises(BadRequest, match=r"(?i)PARTICIPANT_ID_INVALID"):
            await bot.get_chat_member(group.chat_id, 999)
        await group.block()
        assert (await bot.get_chat_member(group.chat_id, bot.id)).status == "kicked"
    finally:
        await boris.close()


async def test_the_bot_leaves(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    await bot.leave_chat(group.chat_id)
    update = (await bot.get_updates())[-1]
    assert update.my_chat_member is not None
    assert update.my_chat_member.from_user.id == bot.id
    assert update.my_chat_member.new_chat_member.status == "left"
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.chat_id, "still there")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(anna.chat_id)
