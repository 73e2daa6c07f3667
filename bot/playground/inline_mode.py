"""Results of inline queries: checked when the bot offers them, kept for a while, made into messages when chosen."""

from __future__ import annotations

import time
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.markup import checked_markup
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Json, Query
from bot.playground.targets import caption_of, media_of, text_of

MAX_RESULTS = 50
# For how long Telegram keeps an answer that does not say.
CACHE_S = 300
# How many answers back one is looked for.
ANSWERS_KEPT = 50
_KINDS = ("photo", "document", "sticker", "video", "animation")


async def check(playground: Playground, results: Any) -> None:
    """Check what a bot offers.

    Raises:
        BotApiError: the list or one of its results breaks one of Telegram's rules.
    """
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(one.encode()) <= 64 for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        await content_of(playground, result)
        checked_markup(result.get("reply_markup"))


async def content_of(playground: Playground, result: Json) -> Json | None:
    """Return the content of the message that a result becomes; None for a file at a URL, which nothing here fetches.

    Raises:
        BotApiError: its text, caption or file id is wrong.
    """
    written = result.get("input_message_content")
    if isinstance(written, dict):
        return text_of(Parameters({**written, "text": written.get("message_text", "")}))
    type_ = str(result.get("type"))
    kind = {"mpeg4_gif": "animation", "gif": "animation"}.get(type_, type_)
    caption = caption_of(Parameters(result))
    file_id = result.get(f"{type_.removesuffix('_gif')}_file_id")
    if kind not in _KINDS or not file_id:
        return None
    return await media_of(playground, Parameters(), kind, file_id) | caption


def kept_answer(playground: Playground, person: Json, query: str, offset: str) -> Json | None:
    """Return an earlier answer to the same words that may be shown to this person again."""
    for earlier in playground.store.answered_queries("inline_query", ANSWERS_KEPT):
        answer = earlier.answer or {}
        is_same = (earlier.body["query"], earlier.body["offset"]) == (query, offset)
        is_theirs = not answer["is_personal"] or earlier.body["from"]["id"] == person["id"]
        if is_same and is_theirs and time.time() < answer["answered_at"] + answer["cache_time"]:
            return answer
    return None


def offered(playground: Playground, chat_id: int, person: Json, result_id: str) -> tuple[Query, Json] | None:
    """Return the newest answer to the person that holds this result: a page further on keeps the earlier ones open."""
    for query in playground.store.answered_queries("inline_query", ANSWERS_KEPT, chat_id=chat_id):
        for result in (query.answer or {})["results"]:
            if query.body["from"]["id"] == person["id"] and str(result["id"]) == result_id:
                return query, result
    return None
