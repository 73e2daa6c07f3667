import pytest
from telegram import Bot, Update
from telegram.error import ChatMigrated, Forbidden

from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError


async def fresh(bot: Bot, after: Update | None = None) -> tuple[Update, ...]:
    """Return the updates after one, which that confirms."""
    return await bot.get_updates(offset=after.update_id + 1 if after else None)


async def test_the_bot_is_thrown_out_and_comes_back(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    last = (await fresh(bot))[-1]
    await group.throw_bot_out()
    (update,) = await fresh(bot, last)
    assert update.my_chat_member is not None
    assert update.my_chat_member.from_user.id == anna.user_id
    assert (update.my_chat_member.old_chat_member.status, update.my_chat_member.new_chat_member.status) == (
        "member",
        "kicked",
    )
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.chat_id, "but")
    await group.send_text("at last we are alone")
    assert (await group.messages())[-2]["left_chat_member"]["id"] == bot.id

    await group.add_bot("administrator")
    back, message = await fresh(bot, update)
    assert back.my_chat_member is not None
    assert back.my_chat_member.new_chat_member.status == "administrator"
    assert message.message is not None
    assert [user.id for user in message.message.new_chat_members] == [bot.id]
    await bot.send_message(group.chat_id, "hello again")


async def test_people_come_once_and_go(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    boris = await Person.join(anna.url, "Boris")
    try:
        last = (await fresh(bot))[-1]
        there = await boris.join_group(group, brought_by=anna)
        await boris.join_group(group)
        await there.leave()
        came, went = await fresh(bot, last)
        assert came.message is not None
        assert came.message.from_user is not None
        assert came.message.from_user.id == anna.user_id
        assert [user.first_name for user in came.message.new_chat_members] == ["Boris"]
        assert went.message is not None
        assert went.message.left_chat_member is not None
        assert went.message.left_chat_member.id == boris.chat_id
    finally:
        await boris.close()


async def test_a_group_becomes_a_supergroup(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    photo = await group.send_photo(drawn(60, 40))
    last = (await fresh(bot))[-1]
    supergroup = await group.migrate()
    old, new = await fresh(bot, last)
    assert old.message is not None
    assert new.message is not None
    assert (old.message.chat_id, old.message.migrate_to_chat_id) == (group.chat_id, supergroup.chat_id)
    assert (new.message.chat_id, new.message.migrate_from_chat_id) == (supergroup.chat_id, group.chat_id)
    assert new.message.chat.type == "supergroup"
    for call in (
        bot.send_message(group.chat_id, "hello"),
        bot.send_message(group.chat_id, "hello", reply_to_message_id=photo["message_id"]),
        bot.delete_message(group.chat_id, photo["message_id"]),
    ):
        with pytest.raises(ChatMigrated) as moved:
            await call
        assert moved.value.new_chat_id == supergroup.chat_id
    await bot.send_message(supergroup.chat_id, "hello")
    await supergroup.send_text("hello")
    assert [chat["id"] for chat in await anna.chats()] == [anna.chat_id, supergroup.chat_id]
    with pytest.raises(PersonApiError, match="has become the supergroup"):
        await group.send_text("is anybody here?")
    with pytest.raises(PersonApiError, match="Only a group"):
        await supergroup.migrate()
