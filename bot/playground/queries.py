"""The bot's answers to taps on buttons and to inline queries."""

from __future__ import annotations

import time
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.store import Query

QUERY_LIFETIME_S = 15 * 60
MAX_CALLBACK_TEXT = 200
MAX_INLINE_RESULTS = 50


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
    _check_results(results)
    answer = {
        "results": results,
        "next_offset": parameters.text("next_offset"),
        "is_personal": parameters.flag("is_personal"),
        "button": parameters.json("button", "inline query results button"),
    }
    playground.store.answer_query(query.id, answer)
    playground.queries_answered.give()
    return True


def _check_results(results: Any) -> None:
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(results) > MAX_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(one.encode()) <= 64 for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _query(playground: Playground, parameters: Parameters, name: str, type_: str) -> Query:
    query = playground.store.query(parameters.text(name))
    if query is None or query.type != type_ or time.time() - query.at > QUERY_LIFETIME_S:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query
