"""The person's side: chats, who is in them, and the files of their messages."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.playground import media, membership
from bot.playground.errors import PersonError
from bot.playground.person_request import CHAT_PATH, body_of, chat_of, person_of
from bot.playground.playground import Playground
from bot.playground.profile import commands_for_menu
from bot.playground.records import Chat, Json

_TYPES = ("private", "group", "supergroup", "channel")
_BOT_STATUSES = ("member", "administrator", "left", "kicked")
# What an operator tells Telegram's BotFather about a bot.
_SWITCHES = ("privacy_mode", "inline_feedback")


class ChatApi:
    """The routes below ``/api`` that are about chats as a whole."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._store = playground.store

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/api/bot", self._bot),
            web.post("/api/bot", self._switch),
            web.get("/api/commands", self._commands),
            web.get("/api/chats", self._chats),
            web.post("/api/chats", self._new_chat),
            web.post(f"{CHAT_PATH}/block", self._block),
            web.post(f"{CHAT_PATH}/bot", self._set_bot),
            web.post(f"{CHAT_PATH}/members", self._join),
            web.delete(f"{CHAT_PATH}/members", self._leave),
            web.post(f"{CHAT_PATH}/migrate", self._migrate),
            web.get("/api/files/{file_id}", self._file),
        ]

    async def _bot(self, request: web.Request) -> web.Response:
        return web.json_response(self._playground.bot_user())

    async def _switch(self, request: web.Request) -> web.Response:
        wish = await body_of(request)
        if not wish.keys() <= set(_SWITCHES) or not all(isinstance(value, bool) for value in wish.values()):
            raise PersonError(400, f"These can be switched, by true and false: {', '.join(_SWITCHES)}.")
        for name, value in wish.items():
            self._store.set_setting(name, value)
        return web.json_response({})

    async def _commands(self, request: web.Request) -> web.Response:
        return web.json_response(commands_for_menu(self._playground, request.query.get("language_code", "")))

    async def _chats(self, request: web.Request) -> web.Response:
        described = [self._playground.describe_chat(chat) for chat in self._store.chats() if chat.migrated_to is None]
        return web.json_response([chat for chat in described if chat["members"]])

    async def _new_chat(self, request: web.Request) -> web.Response:
        wish = await body_of(request)
        type_ = wish.get("type") or "private"
        if type_ not in _TYPES:
            raise PersonError(400, f"type must be one of {', '.join(_TYPES)}.")
        with self._store.transaction():
            if type_ == "private":
                chat = self._store.add_chat(type_, wish.get("title") or None, wish.get("language_code") or None)
            else:
                chat = self._found(type_, wish)
            described = membership.tell_page_of_chat(self._playground, chat.id)
        return web.json_response(described, status=201)

    def _found(self, type_: str, wish: Json) -> Chat:
        """Make a group, with the first of its ``members`` as the one who makes it; a channel has none unless named."""
        somebody = [] if type_ == "channel" else [self._store.chats()[0].user["id"]]
        people = [self._person(user_id) for user_id in wish.get("members") or somebody]
        chat = self._store.add_chat(
            type_,
            wish.get("title") or None,
            maker=people[0] if people else None,
            bot_status="left",
            username=wish.get("username") or None,
        )
        for number, user in enumerate(people):
            self._store.set_member(chat.id, user["id"], "member" if number else "creator")
        if wish.get("bot", True):
            status = "administrator" if type_ == "channel" else "member"
            chat = membership.set_bot_status(self._playground, chat, status, by=chat.user, quietly=True)
        if chat.is_group:
            self._playground.post(chat, {"group_chat_created": True}, author=chat.user)
        return chat

    async def _block(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        blocked = bool((await body_of(request)).get("blocked", True))
        if blocked == chat.has_bot:
            status = "kicked" if blocked else "member"
            membership.set_bot_status(self._playground, chat, status, by=person_of(self._playground, request, chat))
        return web.json_response(self._described(chat))

    async def _set_bot(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        status = (await body_of(request)).get("status")
        if chat.type == "private" or status not in _BOT_STATUSES:
            raise PersonError(400, f"In groups and channels status is one of {', '.join(_BOT_STATUSES)}.")
        membership.set_bot_status(self._playground, chat, status, by=person_of(self._playground, request, chat))
        return web.json_response(self._described(chat))

    async def _join(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        wish = await body_of(request)
        if chat.type == "private":
            raise PersonError(400, "A private chat has room for one person.")
        by = self._person(wish["by"]) if wish.get("by") else None
        membership.add_person(self._playground, chat, self._person(wish.get("user_id")), by=by)
        return web.json_response(self._described(chat), status=201)

    async def _leave(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        if chat.type == "private":
            raise PersonError(400, "Nobody can leave a private chat.")
        membership.remove_person(self._playground, chat, person_of(self._playground, request, chat))
        return web.json_response(self._described(chat))

    async def _migrate(self, request: web.Request) -> web.Response:
        chat = chat_of(self._playground, request)
        if chat.type != "group" or chat.migrated_to is not None:
            raise PersonError(400, "Only a group can become a supergroup.")
        by = person_of(self._playground, request, chat)
        return web.json_response(self._described(membership.migrate(self._playground, chat, by=by)), status=201)

    def _person(self, user_id: Any) -> Json:
        user = self._store.person(user_id) if isinstance(user_id, int) else None
        if user is None:
            raise PersonError(404, "There is no such person.")
        return user

    def _described(self, chat: Chat) -> Json:
        return self._playground.describe_chat(self._store.chat(chat.id) or chat)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._store.file(request.match_info["file_id"])
        if stored is None:
            raise PersonError(404, "There is no such file.")
        return web.FileResponse(
            await media.path_of(self._store, stored),
            headers={
                "Content-Type": stored.mime_type,
                "Cache-Control": "public, max-age=31536000, immutable",
                # A file that somebody sent must not run as a page of the playground.
                "Content-Security-Policy": "sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )
