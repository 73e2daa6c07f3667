import pytest
from telegram import Bot
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest

from tests.person import Person


async def test_a_reaction_is_seen_replaced_and_taken_away(bot: Bot, anna: Person) -> None:
    sent = await anna.send_text("/style wave")
    for emoji in ("👀", "❤"):
        await bot.set_message_reaction(anna.chat_id, sent["message_id"], emoji)
        (shown,) = await anna.messages()
        assert shown["reactions"] == [{"type": "emoji", "emoji": emoji}]
    event = await anna.wait_for_event("edit", after=0)
    assert event.data["message"]["reactions"] == [{"type": "emoji", "emoji": "👀"}]
    await bot.set_message_reaction(anna.chat_id, sent["message_id"])
    assert await anna.messages() == [sent]
    assert "edit_date" not in sent


async def test_what_is_no_reaction(bot: Bot, anna: Person) -> None:
    sent = await anna.send_text("/style wave")
    for message_id, reaction, words in (
        (sent["message_id"], "🖼", "REACTION_INVALID"),
        (sent["message_id"], ["👀", "❤"], "REACTIONS_TOO_MANY"),
        (999, "👀", "Message to react not found"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.set_message_reaction(anna.chat_id, message_id, reaction)


async def test_every_reaction_that_the_library_knows_is_allowed(bot: Bot, anna: Person) -> None:
    sent = await anna.send_text("/style wave")
    for emoji in ReactionEmoji:
        assert await bot.set_message_reaction(anna.chat_id, sent["message_id"], emoji.value)
