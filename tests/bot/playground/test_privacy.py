import pytest
from telegram import Bot

from tests.bot.playground.drawing import drawn
from tests.person import Person


async def test_in_privacy_mode_only_what_is_meant_for_the_bot_arrives(bot: Bot, anna: Person) -> None:
    await anna.switch(privacy_mode=True)
    assert not (await bot.get_me()).can_read_all_group_messages
    group = await anna.new_group("Painters")
    seen = (await bot.get_updates())[-1]
    from_bot = await bot.send_message(group.chat_id, "hello")
    photo = await group.send_photo(drawn(80, 60), "our cat")
    await group.send_text("what a cat")
    await group.send_text("/help@another_bot")
    await group.send_text("🎨 @Easel_Playground_Bot wave", reply_to=photo)
    await group.send_text("/style wave")
    await group.send_text("thanks", reply_to=from_bot.message_id)
    await group.send_album([drawn(20, 10), drawn(10, 20)], "/style wave")
    messages = [update.message for update in await bot.get_updates(offset=seen.update_id + 1)]
    assert [message and (message.text or message.caption) for message in messages] == [
        "🎨 @Easel_Playground_Bot wave",
        "/style wave",
        "thanks",
        "/style wave",
    ]
    assert messages[0] is not None
    assert messages[0].reply_to_message is not None
    assert messages[0].reply_to_message.photo


@pytest.mark.parametrize("is_private", [False, True])
async def test_everything_arrives_from_a_private_chat_or_for_an_administrator(
    bot: Bot, anna: Person, is_private: bool
) -> None:
    await anna.switch(privacy_mode=True)
    there = anna
    if not is_private:
        there = await anna.new_group("Painters")
        await there.add_bot("administrator")
    await there.send_text("what a cat")
    last = (await bot.get_updates())[-1]
    assert last.message is not None
    assert last.message.text == "what a cat"
