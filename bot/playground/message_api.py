"""The person's side: what a person writes, sends, forwards and edits."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground import entities, local_mode, media, pictures
from bot.playground.errors import PersonError
from bot.playground.forwarding import forwarded
from bot.playground.links import start_parameter
from bot.playground.media import Upload, mime_type_of
from bot.playground.membership import tell_page_of_chat
from bot.playground.person_request import CHAT_PATH, MESSAGE_PATH, body_of, chat_of, message_of, number, person_of
from bot.playground.playground import Playground, text_content
from bot.playground.records import Chat, Json, Message
from bot.playground.targets import MAX_CAPTION, MAX_TEXT

MAX_UPLOAD_BYTES = 64 * 10**6
MAX_ALBUM = 10
# A person may change what they wrote for this long.
EDITABLE_S = 48 * 3600
_KINDS = ("photo", "document", "sticker", "video", "animation")
_WORDS = ("text", "entities", "caption", "caption_entities")


def most_uploaded(playground: Playground) -> int:
    """Return how many bytes a file of a person may have: more than the bot is handed, so that it is told so."""
    return MAX_UPLOAD_BYTES if playground.local is None else local_mode.MAX_BYTES


class MessageApi:
    """The routes below ``/api/chats/ID`` that are about messages."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._store = playground.store

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(f"{CHAT_PATH}/messages", self._messages),
            web.post(f"{CHAT_PATH}/messages", self._send),
            web.delete(f"{CHAT_PATH}/messages", self._clear),
            web.patch(MESSAGE_PATH, self._edit),
            web.post(f"{CHAT_PATH}/forward", self._forward),
            web.post(f"{CHAT_PATH}/open", self._open),
        ]

    async def _messages(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        messages = self._store.messages(chat.id, number(request.query, "after"))
        self._store.mark_read(chat.id)
        return web.json_response([message.as_person_sees() for message in messages])

    async def _clear(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        with self._store.transaction():
            self._store.clear_messages(chat.id)
            tell_page_of_chat(self._playground, chat.id, cleared=True)
        return web.json_response({})

    async def _send(self, request: web.Request) -> web.Response:
        chat, author = self._writing(request)
        if request.content_type == "multipart/form-data":
            sent = await self._send_files(request, chat, author)
        else:
            wish = await body_of(request)
            content = _words(str(wish.get("text") or ""))
            reply_to = self._reply_target(chat, wish.get("reply_to_message_id"))
            sent = [self._playground.post(chat, content, author=author, reply_to=reply_to)]
        return _shown(sent)

    def _writing(self, request: web.Request) -> tuple[Chat, Json]:
        """Return the chat and who writes to it."""
        chat = chat_of(self._playground, request)
        author = person_of(self._playground, request, chat)
        if chat.type == "private" and not chat.has_bot:
            raise PersonError(403, "You blocked the bot. Unblock it to write to it.")
        if chat.migrated_to is not None:
            raise PersonError(403, f"This group has become the supergroup {chat.migrated_to}.")
        return chat, author

    async def _send_files(self, request: web.Request, chat: Chat, author: Json) -> list[Message]:
        form = await request.post()
        uploads = [_upload(part) for part in form.getall("file", []) if isinstance(part, FileField)]
        kind = str(form.get("as", "document"))
        if not uploads:
            raise PersonError(400, "There is no file in the message.")
        if kind not in _KINDS:
            raise PersonError(400, f"as must be one of {', '.join(_KINDS)}.")
        if len(uploads) > MAX_ALBUM:
            raise PersonError(400, f"An album holds at most {MAX_ALBUM} files.")
        most = most_uploaded(self._playground)
        if any(len(upload.data) > most for upload in uploads):
            raise PersonError(413, f"The playground takes files of up to {most // 10**6:,} MB.")
        caption = _words(str(form.get("caption", "")), caption=True)
        reply_to = self._reply_target(chat, form.get("reply_to_message_id"))
        contents = [await self._content(kind, upload) for upload in uploads]
        if "sticker" not in contents[0]:
            contents[0] |= caption
        with self._store.transaction():
            if len(contents) > 1:
                self._group(contents)
            return [self._playground.post(chat, content, author=author, reply_to=reply_to) for content in contents]

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
        return message_of(self._playground, chat, message_id, "to reply to") if message_id else None

    async def _edit(self, request: web.Request) -> web.Response:
        chat, author = self._writing(request)
        words = str((await body_of(request)).get("text") or "")
        message = message_of(self._playground, chat, request.match_info["message_id"], "to edit")
        old = message.body
        is_own = old.get("from", {}).get("id") == author["id"] and "via_bot" not in old and "forward_origin" not in old
        if not is_own or "sticker" in old or time.time() - old["date"] > EDITABLE_S:
            raise PersonError(403, "You can edit only what you wrote yourself, for two days.")
        content = _words(words, caption="text" not in old)
        new = {name: value for name, value in old.items() if name not in _WORDS} | content
        if new == old:
            raise PersonError(400, "The message says that already.")
        with self._store.transaction():
            changed = self._playground.change(chat.id, message, new | {"edit_date": int(time.time())})
            self._playground.tell_bot_of_message(chat, changed, edited=True)
        return web.json_response(changed.as_person_sees())

    async def _forward(self, request: web.Request) -> web.Response:
        chat, author = self._writing(request)
        wish = await body_of(request)
        source = self._store.chat(int(wish.get("from_chat_id") or 0))
        if source is None:
            raise PersonError(404, "The chat to forward from is not there.")
        numbers = wish.get("message_ids") or []
        originals = [message_of(self._playground, source, each, "to forward") for each in numbers]
        with self._store.transaction():
            contents = forwarded(self._playground, originals)
            return _shown([self._playground.post(chat, content, author=author) for content in contents])

    async def _open(self, request: web.Request) -> web.Response:
        """Follow a link to the bot: its private chat with the person opens, and its parameter is sent there."""
        author = person_of(self._playground, request, chat_of(self._playground, request))
        link = str((await body_of(request)).get("link") or "")
        parameter = start_parameter(link, str(self._playground.bot_user()["username"]))
        private = self._store.chat(author["id"])
        if parameter is None or private is None:
            raise PersonError(400, "That is no link to the bot, such as https://t.me/NAME?start=PARAMETER.")
        if not private.has_bot:
            raise PersonError(403, "You blocked the bot. Unblock it to write to it.")
        return _shown([self._playground.post(private, _words(f"/start {parameter}".strip()), author=author)])


def _words(text: str, *, caption: bool = False) -> Json:
    text, found = entities.finish(text, [])
    limit = MAX_CAPTION if caption else MAX_TEXT
    if not text and not caption:
        raise PersonError(400, "The message is empty.")
    if len(text) > limit:
        raise PersonError(400, f"The {'caption' if caption else 'message'} is longer than {limit} characters.")
    return text_content(text, found, caption=caption)


def _shown(sent: list[Message]) -> web.Response:
    return web.json_response([message.as_person_sees() for message in sent], status=201)


def _upload(part: FileField) -> Upload:
    return Upload(part.filename, mime_type_of(part.filename, part.content_type), part.file.read())
