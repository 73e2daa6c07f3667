import pytest
from telegram import Bot

from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError


async def test_each_writes_in_their_own_name(bot: Bot, anna: Person) -> None:
    boris = await Person.join(anna.url, "Boris", language_code="ru")
    group = await anna.new_group("Painters")
    try:
        there = await boris.join_group(group)
        photo = await group.send_photo(drawn(80, 60))
        await there.send_text("/style wave", reply_to=photo)
        update = (await bot.get_updates())[-1]
        assert update.effective_user is not None
        assert (update.effective_user.id, update.effective_user.language_code) == (boris.chat_id, "ru")
        assert update.message is not None
        assert update.message.reply_to_message is not None
        assert update.message.reply_to_message.from_user is not None
        assert update.message.reply_to_message.from_user.id == anna.user_id
        assert update.message.reply_to_message.photo
    finally:
        await boris.close()


async def test_who_is_not_in_the_chat_cannot_write_there(anna: Person) -> None:
    group = await anna.new_group("Painters")
    await group.leave()
    with pytest.raises(PersonApiError, match="Only those who are in this chat") as refused:
        await group.send_text("wait")
    assert refused.value.status == 403
