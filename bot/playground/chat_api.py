"""The person's side: chats, messages, taps and inline queries, for the chat page and for tests."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground import entities, media, pictures
from bot.playground.errors import BotApiError, PersonError
from bot.playground.markup import callback_data_of, checked_markup
from bot.playground.media import Upload, mime_type_of
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground, text_content
from bot.playground.profile import commands_for_menu
from bot.playground.store import Chat, Json, Message, Query
from bot.playground.targets import MAX_CAPTION, MAX_TEXT, caption_of, inline_id, media_of, text_of

ANSWER_TIMEOUT_S = 10.0
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
MAX_ALBUM = 10
# How many answers back a result may be chosen from.
INLINE_ANSWERS_KEPT = 20
_KINDS = ("photo", "document", "sticker", "video", "animation")


class ChatApi:
    """The routes below ``/api`` that act for a person."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._store = playground.store

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the person's side."""
        chat = r"/api/chats/{chat_id:-?\d+}"
        return [
            web.get("/api/bot", self._bot),
            web.get("/api/commands", self._commands),
            web.get("/api/chats", self._chats),
            web.post("/api/chats", self._new_chat),
            web.post(f"{chat}/block", self._block),
            web.get(f"{chat}/messages", self._messages),
            web.post(f"{chat}/messages", self._send),
            web.delete(f"{chat}/messages", self._clear),
            web.post(chat + r"/messages/{message_id:\d+}/press", self._press),
            web.post(f"{chat}/inline", self._inline),
            web.post(f"{chat}/inline/choose", self._choose),
            web.get("/api/files/{file_id}", self._file),
        ]

    # The bot and the chats

    async def _bot(self, request: web.Request) -> web.Response:
        return web.json_response(self._playground.bot_user())

    async def _commands(self, request: web.Request) -> web.Response:
        return web.json_response(commands_for_menu(self._playground, request.query.get("language_code", "")))

    async def _chats(self, request: web.Request) -> web.Response:
        return web.json_response([self._playground.describe_chat(chat) for chat in self._store.chats()])

    async def _new_chat(self, request: web.Request) -> web.Response:
        wish = await _body(request)
        type_ = wish.get("type") or "private"
        if type_ not in ("private", "group"):
            raise PersonError(400, "type must be private or group")
        with self._store.transaction():
            chat = self._store.add_chat(type_, wish.get("title") or None, wish.get("language_code") or None)
            described = self._tell_of_chat(chat)
        return web.json_response(described, status=201)

    async def _block(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        blocked = bool((await _body(request)).get("blocked", True))
        with self._store.transaction():
            if blocked != chat.blocked:
                self._store.set_blocked(chat.id, blocked)
                self._tell_bot_of_membership(chat, blocked)
            described = self._tell_of_chat(self._chat(request))
        return web.json_response(described)

    def _tell_bot_of_membership(self, chat: Chat, blocked: bool) -> None:
        bot = self._playground.bot_user()
        member = {"user": bot, "status": "member"}
        kicked = {"user": bot, "status": "kicked", "until_date": 0}
        self._playground.tell_bot(
            "my_chat_member",
            {
                "chat": chat.as_telegram(),
                "from": chat.user,
                "date": int(time.time()),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            },
        )

    def _tell_of_chat(self, chat: Chat, *, cleared: bool = False) -> Json:
        described = self._playground.describe_chat(chat)
        self._playground.tell_page(chat.id, "chats", {"cleared": cleared, "chat": described})
        return described

    # Messages

    async def _messages(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        messages = self._store.messages(chat.id, _number(request.query, "after"))
        self._store.mark_read(chat.id)
        return web.json_response([message.as_person_sees() for message in messages])

    async def _clear(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        with self._store.transaction():
            self._store.clear_messages(chat.id)
            self._tell_of_chat(chat, cleared=True)
        return web.json_response({})

    async def _send(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        if chat.blocked:
            raise PersonError(403, "You blocked the bot. Unblock it to write to it.")
        if request.content_type == "multipart/form-data":
            sent = await self._send_files(request, chat)
        else:
            wish = await _body(request)
            text, found = entities.finish(str(wish.get("text") or ""), [])
            if not text:
                raise PersonError(400, "The message is empty.")
            if len(text) > MAX_TEXT:
                raise PersonError(400, f"The message is longer than {MAX_TEXT} characters.")
            reply_to = self._reply_target(chat, wish.get("reply_to_message_id"))
            content = text_content(text, found)
            sent = [self._playground.post(chat, content, by_bot=False, reply_to=reply_to)]
        return web.json_response([message.as_person_sees() for message in sent], status=201)

    async def _send_files(self, request: web.Request, chat: Chat) -> list[Message]:
        form = await request.post()
        uploads = [_upload(part) for part in form.getall("file", []) if isinstance(part, FileField)]
        kind = str(form.get("as", "document"))
        if not uploads:
            raise PersonError(400, "There is no file in the message.")
        if kind not in _KINDS:
            raise PersonError(400, f"as must be one of {', '.join(_KINDS)}")
        if len(uploads) > MAX_ALBUM:
            raise PersonError(400, f"An album holds at most {MAX_ALBUM} files.")
        if any(len(upload.data) > MAX_UPLOAD_BYTES for upload in uploads):
            raise PersonError(413, "The playground takes files of up to 64 MB.")
        caption, found = entities.finish(str(form.get("caption", "")), [])
        if len(caption) > MAX_CAPTION:
            raise PersonError(400, f"The caption is longer than {MAX_CAPTION} characters.")
        reply_to = self._reply_target(chat, form.get("reply_to_message_id"))
        contents = [await self._content(kind, upload) for upload in uploads]
        if "sticker" not in contents[0]:
            contents[0] |= text_content(caption, found, caption=True)
        with self._store.transaction():
            if len(contents) > 1:
                self._group(contents)
            return [self._playground.post(chat, content, by_bot=False, reply_to=reply_to) for content in contents]

    async def _content(self, kind: str, upload: Upload) -> Json:
        if kind == "photo" and upload.mime_type == "image/gif":
            kind = "animation"
        if kind == "photo":
            try:
                return dict(await media.photo(self._store, upload.data, shrunk_by_client=True))
            except pictures.PictureError:
                # What a client cannot show as a photo it sends as a file.
                kind = "document"
        make = {
            "document": media.document,
            "sticker": media.sticker,
            "video": media.video,
            "animation": media.animation,
        }[kind]
        return dict(await make(self._store, upload))

    def _group(self, contents: list[Json]) -> None:
        """Make albums: photos and videos in one, files in another, the rest stays single."""
        for kinds in (("photo", "video"), ("document",)):
            members = [
                content for content in contents if "animation" not in content and any(kind in content for kind in kinds)
            ]
            if len(members) > 1:
                album = str(self._store.next_id("album"))
                for content in members:
                    content["media_group_id"] = album

    def _reply_target(self, chat: Chat, message_id: Any) -> Message | None:
        if not message_id:
            return None
        target = self._playground.message(chat.id, int(message_id)) if str(message_id).isdigit() else None
        if target is None:
            raise PersonError(404, "The message to reply to is not there.")
        return target

    # Buttons and inline queries

    async def _press(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        wish = await _body(request)
        data, message_id = wish.get("data"), int(request.match_info["message_id"])
        if not isinstance(data, str):
            raise PersonError(400, "data must be the button's callback data")
        message = self._playground.message(chat.id, message_id)
        known = message is not None and data in callback_data_of(message.body)
        if not known and not wish.get("force"):
            raise PersonError(404, "There is no such button under this message.")
        body: Json = {"from": chat.user, "chat_instance": str(chat.id), "data": data}
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
        chat = self._chat(request)
        wish = await _body(request)
        body = {
            "from": chat.user,
            "query": str(wish.get("query") or ""),
            "offset": str(wish.get("offset") or ""),
            "chat_type": "sender" if chat.type == "private" else chat.type,
        }
        query = await self._ask("inline_query", chat, body)
        if query.answer is None:
            return web.json_response({"answered": False, "results": [], "next_offset": ""})
        return web.json_response({"answered": True, **query.answer})

    async def _choose(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        chosen = (await _body(request)).get("result")
        result_id = str(chosen.get("id") if isinstance(chosen, dict) else chosen)
        query, result = self._offered(chat, result_id)
        try:
            content = await self._inline_content(result)
            markup = checked_markup(result.get("reply_markup"))
        except BotApiError as error:
            raise PersonError(400, f"The bot's result cannot be sent: {error.description}") from error
        with self._store.transaction():
            message = self._playground.post(chat, content, by_bot=False, reply_markup=markup, via_bot=True)
            feedback = {"result_id": result_id, "from": chat.user, "query": query.body["query"]}
            if markup:
                feedback["inline_message_id"] = inline_id(chat.id, message.id)
            self._playground.tell_bot("chosen_inline_result", feedback)
        return web.json_response(message.as_person_sees(), status=201)

    def _offered(self, chat: Chat, result_id: str) -> tuple[Query, Json]:
        """Return the newest answer that holds this result: a page further on keeps the earlier ones open."""
        for query in self._store.answered_queries("inline_query", chat.id, INLINE_ANSWERS_KEPT):
            for result in (query.answer or {})["results"]:
                if str(result["id"]) == result_id:
                    return query, result
        raise PersonError(404, "The bot offered no such result.")

    async def _inline_content(self, result: Json) -> Json:
        written = result.get("input_message_content")
        if isinstance(written, dict):
            values = {**written, "text": written.get("message_text", "")}
            return text_of(Parameters(values))
        type_ = str(result.get("type"))
        kind = {"mpeg4_gif": "animation", "gif": "animation"}.get(type_, type_)
        file_id = result.get(f"{type_}_file_id")
        if kind not in _KINDS or not file_id:
            raise PersonError(400, f"The playground cannot send a result of type {type_} by URL.")
        content = await media_of(self._playground, Parameters(), kind, file_id)
        return content | caption_of(Parameters(result))

    async def _ask(self, type_: str, chat: Chat, body: Json) -> Query:
        """Put a query to the bot and wait for its answer, or for the wait to be over."""
        number = str(secrets.randbelow(9 * 10**17) + 10**17)
        body = {"id": number, **body}
        with self._store.transaction():
            self._store.add_query(number, type_, chat.id, body)
            self._playground.tell_bot(type_, body)
        deadline = time.monotonic() + ANSWER_TIMEOUT_S
        while True:
            query = self._store.query(number)
            assert query is not None
            left = deadline - time.monotonic()
            if query.answer is not None or left <= 0 or self._playground.closing.is_set():
                return query
            await self._playground.queries_answered.wait(left)

    # Files

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._store.file(request.match_info["file_id"])
        if stored is None:
            raise PersonError(404, "There is no such file.")
        return web.FileResponse(
            self._store.blob_path(stored.sha256),
            headers={
                "Content-Type": stored.mime_type,
                "Cache-Control": "public, max-age=31536000, immutable",
                # A file that somebody sent must not run as a page of the playground.
                "Content-Security-Policy": "sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _chat(self, request: web.Request) -> Chat:
        chat = self._store.chat(int(request.match_info["chat_id"]))
        if chat is None:
            raise PersonError(404, "There is no such chat.")
        return chat


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise PersonError(400, "The request is not JSON.") from error
    if not isinstance(body, dict):
        raise PersonError(400, "The request is not a JSON object.")
    return body


def _upload(part: FileField) -> Upload:
    return Upload(part.filename, mime_type_of(part.filename, part.content_type), part.file.read())


def _number(query: Any, name: str) -> int:
    value = query.get(name, "0")
    if not str(value).isdigit():
        raise PersonError(400, f"{name} must be a whole number")
    return int(value)
