"""The person's side: taps on buttons, inline queries and the results chosen from them."""

from __future__ import annotations

import secrets
import time

from aiohttp import web

from bot.playground import inline_mode
from bot.playground.errors import BotApiError, PersonError
from bot.playground.markup import callback_data_of, checked_markup
from bot.playground.person_request import CHAT_PATH, MESSAGE_PATH, body_of, chat_of, person_of
from bot.playground.playground import Playground
from bot.playground.records import Chat, Json, Query
from bot.playground.targets import inline_id

ANSWER_TIMEOUT_S = 10.0


class QueryApi:
    """The routes below ``/api/chats/ID`` that wait for the bot's answer."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._store = playground.store

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post(f"{MESSAGE_PATH}/press", self._press),
            web.post(f"{CHAT_PATH}/inline", self._inline),
            web.post(f"{CHAT_PATH}/inline/choose", self._choose),
        ]

    async def _press(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        person = person_of(self._playground, request, chat)
        wish = await body_of(request)
        data, message_id = wish.get("data"), int(request.match_info["message_id"])
        if not isinstance(data, str):
            raise PersonError(400, "data must be the button's callback data.")
        message = self._playground.message(chat.id, message_id)
        known = message is not None and data in callback_data_of(message.body)
        if not known and not wish.get("force"):
            raise PersonError(404, "There is no such button under this message.")
        body: Json = {"from": person, "chat_instance": str(chat.id), "data": data}
        if message is None:
            body["message"] = {"message_id": message_id, "chat": chat.as_telegram(), "date": 0}
        elif "via_bot" in message.body:
            body["inline_message_id"] = inline_id(chat.id, message_id)
        else:
            body["message"] = message.body
        query = await self._ask("callback_query", chat, body)
        answer = query.answer or {}
        return web.json_response(
            {
                "answered": query.answer is not None,
                "text": answer.get("text", ""),
                "show_alert": answer.get("show_alert", False),
                "url": answer.get("url", ""),
            }
        )

    async def _inline(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        person = person_of(self._playground, request, chat)
        wish = await body_of(request)
        body: Json = {
            "from": person,
            "query": str(wish.get("query") or ""),
            "offset": str(wish.get("offset") or ""),
            "chat_type": "sender" if chat.type == "private" else chat.type,
        }
        kept = inline_mode.kept_answer(self._playground, person, body["query"], body["offset"])
        query = await self._ask("inline_query", chat, body, kept)
        if query.answer is None:
            return web.json_response({"answered": False, "results": [], "next_offset": ""})
        return web.json_response({"answered": True, "cached": kept is not None, **query.answer})

    async def _choose(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        person = person_of(self._playground, request, chat)
        chosen = (await body_of(request)).get("result")
        result_id = str(chosen.get("id") if isinstance(chosen, dict) else chosen)
        found = inline_mode.offered(self._playground, chat.id, person, result_id)
        if found is None:
            raise PersonError(404, "The bot offered no such result.")
        query, result = found
        try:
            content = await inline_mode.content_of(self._playground, result)
            markup = checked_markup(result.get("reply_markup"))
        except BotApiError as error:
            raise PersonError(400, f"The bot's result cannot be sent: {error.description}.") from error
        if content is None:
            raise PersonError(400, f"The playground cannot send a result of type {result.get('type')} by URL.")
        with self._store.transaction():
            message = self._playground.post(chat, content, author=person, reply_markup=markup, via_bot=True)
            if self._store.setting("inline_feedback", True):
                feedback = {"result_id": result_id, "from": person, "query": query.body["query"]}
                if markup:
                    feedback["inline_message_id"] = inline_id(chat.id, message.id)
                self._playground.tell_bot("chosen_inline_result", feedback)
        return web.json_response(message.as_person_sees(), status=201)

    async def _ask(self, type_: str, chat: Chat, body: Json, answer: Json | None = None) -> Query:
        """Put a query to the bot and wait for its answer, or for the wait to be over; an ``answer`` at hand will do."""
        number = str(secrets.randbelow(9 * 10**17) + 10**17)
        body = {"id": number, **body}
        with self._store.transaction():
            self._store.add_query(number, type_, chat.id, body)
            if answer is None:
                self._playground.tell_bot(type_, body)
            else:
                self._store.answer_query(number, answer)
        deadline = time.monotonic() + ANSWER_TIMEOUT_S
        while True:
            query = self._store.query(number)
            assert query is not None
            left = deadline - time.monotonic()
            if query.answer is not None or left <= 0 or self._playground.closing.is_set():
                return query
            await self._playground.queries_answered.wait(left)
