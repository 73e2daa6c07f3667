"""The bot's answers to taps on buttons and to inline queries."""

from __future__ import annotations

import time
from typing import Any

from bot.playground import inline_mode
from bot.playground.errors import bad_request
from bot.playground.links import START_PARAMETER
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Query

QUERY_LIFETIME_S = 15 * 60
MAX_CALLBACK_TEXT = 200
MAX_OFFSET_BYTES = 64


async def answer_callback_query(playground: Playground, parameters: Parameters) -> bool:
    """Implement answerCallbackQuery."""
    query = _query(playground, parameters, "callback_query_id", "callback_query")
    text = parameters.text("text")
    if len(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": parameters.flag("show_alert"), "url": parameters.text("url")}
    with playground.store.transaction():
        playground.store.answer_query(query.id, answer)
        message_id = query.body.get("message", {}).get("message_id")
        playground.tell_page(
            query.chat_id, "callback", {"message_id": message_id, "data": query.body["data"], **answer}
        )
    playground.queries_answered.give()
    return True


async def answer_inline_query(playground: Playground, parameters: Parameters) -> bool:
    """Implement answerInlineQuery."""
    query = _query(playground, parameters, "inline_query_id", "inline_query")
    results = parameters.json("results", "inline query results")
    button = parameters.json("button", "inline query results button")
    next_offset = parameters.text("next_offset")
    if len(next_offset.encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    if button is not None:
        _check_button(button)
    await inline_mode.check(playground, results)
    answer = {
        "results": results,
        "next_offset": next_offset,
        "is_personal": parameters.flag("is_personal"),
        "cache_time": parameters.integer("cache_time", inline_mode.CACHE_S),
        "answered_at": time.time(),
        "button": button,
    }
    playground.store.answer_query(query.id, answer)
    playground.queries_answered.give()
    return True


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline query results button: Field "text" must be non-empty')
    if "web_app" not in button and not START_PARAMETER.fullmatch(str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")


def _query(playground: Playground, parameters: Parameters, name: str, type_: str) -> Query:
    query = playground.store.query(parameters.text(name))
    if query is None or query.type != type_ or time.time() - query.at > QUERY_LIFETIME_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query
