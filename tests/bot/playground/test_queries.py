import asyncio
import time
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from tests.person import Person

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Stronger +10 %", callback_data="strength:70")]])
ARTICLE = InlineQueryResultArticle("1", "Iris", InputTextMessageContent("Iris"))
TOO_OLD = r"^Query is too old and response timeout expired or query id is invalid"


async def next_update(bot: Bot, after: Update | None = None) -> Update:
    """Return the next update, as the only one the bot has not confirmed."""
    (update,) = await bot.get_updates(offset=after.update_id + 1 if after else None, timeout=10)
    return update


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


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"results": [InlineQueryResultCachedPhoto("1", "AgACnothing")]}, "Wrong file identifier"),
        ({"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
        ({"results": [ARTICLE], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        (
            {"results": [InlineQueryResultArticle("1", "Iris", InputTextMessageContent("<b>", "HTML"))]},
            "can't parse entities",
        ),
        (
            {"results": [], "button": InlineQueryResultsButton("Open", start_parameter="no space")},
            "START_PARAM_INVALID",
        ),
    ],
)
async def test_wrong_inline_answers(bot: Bot, anna: Person, answer: dict[str, Any], words: str) -> None:
    asked = asyncio.create_task(anna.inline("ir"))
    query = (await next_update(bot)).inline_query
    assert query is not None
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await query.answer(**answer)
    await query.answer([])
    assert (await asked)["results"] == []


async def test_the_answer_to_a_tap_is_at_most_200_characters(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.chat_id, "hello", reply_markup=KEYBOARD)
    press = asyncio.create_task(anna.press(sent.message_id, "strength:70"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_TOO_LONG"):
        await query.answer("é" * 201)
    await query.answer("é" * 200)
    assert len((await press)["text"]) == 200
