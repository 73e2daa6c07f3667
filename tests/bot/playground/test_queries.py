import asyncio
import time

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.error import BadRequest

from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Stronger +10 %", callback_data="strength:70")]])
TOO_OLD = r"^Query is too old and response timeout expired or query id is invalid"


async def next_update(bot: Bot, after: Update | None = None) -> Update:
    """Return the next update, as the only one the bot has not confirmed."""
    (update,) = await bot.get_updates(offset=after.update_id + 1 if after else None, timeout=10)
    return update


async def test_press_waits_for_the_answer(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.chat_id, "hello", reply_markup=KEYBOARD)
    press = asyncio.create_task(anna.press(sent.message_id, "Stronger"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    assert query.data == "strength:70"
    assert isinstance(query.message, Message)
    assert query.message.reply_markup == KEYBOARD
    await query.answer("70 %", show_alert=True)
    assert await press == {"answered": True, "text": "70 %", "show_alert": True, "url": ""}
    event = await anna.wait_for_event("callback", after=0)
    assert (event.data["message_id"], event.data["text"]) == (sent.message_id, "70 %")


async def test_unanswered_press_comes_back(bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.playground.chat_api.ANSWER_TIMEOUT_S", 0.05)
    sent = await bot.send_message(anna.chat_id, "hello", reply_markup=KEYBOARD)
    assert (await anna.press(sent.message_id, "strength:70"))["answered"] is False


async def test_only_forged_presses_carry_unknown_data(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.chat_id, "hello", reply_markup=KEYBOARD)
    path = f"/api/chats/{anna.chat_id}/messages/{sent.message_id}/press"
    with pytest.raises(PersonApiError, match="no such button"):
        await anna.request("POST", path, json={"data": "strength:80"})
    await bot.delete_message(anna.chat_id, sent.message_id)
    press = asyncio.create_task(anna.press(sent.message_id, "strength:70", force=True))
    query = (await next_update(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    assert query.message.message_id == sent.message_id
    await query.answer()
    assert (await press)["answered"]


async def test_query_cannot_be_answered_late(bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("1")
    sent = await bot.send_message(anna.chat_id, "hello", reply_markup=KEYBOARD)
    press = asyncio.create_task(anna.press(sent.message_id, "strength:70"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    with monkeypatch.context() as later:
        in_a_quarter = time.time() + 15 * 60 + 1
        later.setattr("bot.playground.queries.time.time", lambda: in_a_quarter)
        with pytest.raises(BadRequest, match=TOO_OLD):
            await query.answer()
    await query.answer()
    await press


async def test_inline_result_becomes_a_message_that_the_bot_may_edit(bot: Bot, anna: Person) -> None:
    photo = await bot.send_photo(anna.chat_id, drawn(300, 200))
    asked = asyncio.create_task(anna.inline("ir"))
    update = await next_update(bot)
    assert update.inline_query is not None
    assert update.inline_query.query == "ir"
    await update.inline_query.answer(
        [
            InlineQueryResultArticle(
                "text", "Iris", InputTextMessageContent("<b>Iris</b>", "HTML"), reply_markup=KEYBOARD
            ),
            InlineQueryResultCachedPhoto("photo", photo.photo[-1].file_id, caption="Irises"),
        ],
        next_offset="2",
    )
    answer = await asked
    assert answer["next_offset"] == "2"
    article, cached = answer["results"]

    chosen = await anna.choose(article)
    assert (chosen["text"], chosen["via_bot"]["is_bot"], chosen["from_bot"]) == ("Iris", True, False)
    message, feedback = await bot.get_updates(offset=update.update_id + 1)
    assert message.message is not None
    assert message.message.via_bot is not None
    result = feedback.chosen_inline_result
    assert result is not None
    assert (result.result_id, result.query) == ("text", "ir")
    assert await bot.edit_message_text("Edited", inline_message_id=result.inline_message_id) is True
    assert (await anna.messages())[-1]["text"] == "Edited"

    assert (await anna.choose(cached))["photo"][-1]["file_id"] == photo.photo[-1].file_id
    with pytest.raises(PersonApiError, match="no such result"):
        await anna.choose({"id": "other"})
