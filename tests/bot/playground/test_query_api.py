import asyncio

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.error import BadRequest

from bot.playground.store import STORAGE_CHAT_ID
from tests.bot.playground.drawing import drawn
from tests.person import Person, PersonApiError, file_id_of

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
    monkeypatch.setattr("bot.playground.query_api.ANSWER_TIMEOUT_S", 0.05)
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


async def test_chosen_results_are_told_of_only_where_the_operator_wants_it(bot: Bot, anna: Person) -> None:
    await anna.switch(inline_feedback=False)
    asked = asyncio.create_task(anna.inline("ir"))
    update = await next_update(bot)
    assert update.inline_query is not None
    await update.inline_query.answer([InlineQueryResultArticle("text", "Iris", InputTextMessageContent("Iris"))])
    await anna.choose((await asked)["results"][0])
    (after,) = await bot.get_updates(offset=update.update_id + 1)
    assert after.message is not None


async def test_inline_mode_works_in_a_group_without_the_bot(bot: Bot, anna: Person) -> None:
    photo = await bot.send_photo(STORAGE_CHAT_ID, drawn(300, 200))
    other = await bot.send_photo(STORAGE_CHAT_ID, drawn(200, 300))
    group = await anna.new_group("Painters", with_bot=False)
    asked = asyncio.create_task(group.inline("ir"))
    update = await next_update(bot)
    assert update.inline_query is not None
    assert (update.inline_query.chat_type, update.inline_query.from_user.id) == ("group", anna.user_id)
    await update.inline_query.answer(
        [InlineQueryResultCachedPhoto("1", photo.photo[-1].file_id, reply_markup=KEYBOARD)]
    )
    chosen = await group.choose((await asked)["results"][0])
    (feedback,) = await bot.get_updates(offset=update.update_id + 1)
    assert feedback.chosen_inline_result is not None
    inline_id = feedback.chosen_inline_result.inline_message_id
    media = InputMediaPhoto(other.photo[-1].file_id)
    await bot.edit_message_media(media, inline_message_id=inline_id, reply_markup=KEYBOARD)
    assert file_id_of((await group.messages())[-1]) == other.photo[-1].file_id
    with pytest.raises(BadRequest, match=r"(?i)invalid message content specified"):
        await bot.edit_message_media(InputMediaPhoto(drawn(9, 9)), inline_message_id=inline_id)
    press = asyncio.create_task(group.press(chosen, "Stronger"))
    query = (await next_update(bot, feedback)).callback_query
    assert query is not None
    assert (query.message, query.inline_message_id, query.from_user.id) == (None, inline_id, anna.user_id)
    await query.answer()
    await press


async def test_the_button_over_the_results_starts_the_bot(bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    asked = asyncio.create_task(group.inline(""))
    update = (await bot.get_updates(timeout=10))[-1]
    assert update.inline_query is not None
    await update.inline_query.answer([], button=InlineQueryResultsButton("Send a photo", start_parameter="inline"))
    started = await group.press_inline_button(await asked)
    assert (started["text"], started["chat"]["id"]) == ("/start inline", anna.chat_id)
