"""The bot's side: Telegram's envelope around the methods, downloads, and the faults that tests arm."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.playground import editing, forwarding, media, profile, queries, reactions, roster, sending, updates
from bot.playground.errors import BotApiError, bad_request
from bot.playground.faults import DOWNLOAD, Fault
from bot.playground.parameters import Parameters, read_parameters
from bot.playground.playground import Playground
from bot.playground.records import Json

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
# To read so much takes less time than to hand it to a thread.
MAX_AT_ONCE_BYTES = 1024 * 1024
# How often a caller that is left hanging is checked for having hung up.
HANG_CHECK_S = 0.1
_TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_-]+")

_log = logging.getLogger(__name__)

Method = Callable[[Playground, Parameters], Awaitable[Any]]


async def get_file(playground: Playground, parameters: Parameters) -> Json:
    """Implement getFile."""
    stored = playground.store.file(parameters.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    blob = await media.path_of(playground.store, stored)
    size, path = blob.stat().st_size, stored.path
    if playground.local is not None:
        path = str(await asyncio.to_thread(playground.local.put_down, playground.token, stored, blob))
    elif size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": size,
        "file_path": path,
    }


METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendAnimation": sending.send_animation,
    "sendVideo": sending.send_video,
    "sendSticker": sending.send_sticker,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": forwarding.copy_message,
    "copyMessages": forwarding.copy_messages,
    "forwardMessage": forwarding.forward_message,
    "forwardMessages": forwarding.forward_messages,
    "setMessageReaction": reactions.set_message_reaction,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "getFile": get_file,
    "getChat": roster.get_chat,
    "getChatMember": roster.get_chat_member,
    "getChatMemberCount": roster.get_chat_member_count,
    "getChatAdministrators": roster.get_chat_administrators,
    "leaveChat": roster.leave_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "setMyName": profile.setter("bot_name", "name", 64),
    "getMyName": profile.getter("bot_name", "name"),
    "setMyDescription": profile.setter("description", "description", 512),
    "getMyDescription": profile.getter("description", "description"),
    "setMyShortDescription": profile.setter("short_description", "short_description", 120),
    "getMyShortDescription": profile.getter("short_description", "short_description"),
}
# Telegram does not mind the case of a method's name.
_METHODS = {name.lower(): (name, method) for name, method in METHODS.items()}


class BotApi:
    """The routes that python-telegram-bot calls through ``base_url`` and ``base_file_url``."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the bot's side."""
        return [
            web.get("/file/bot{token}/{path:.+}", self._download),
            web.route("*", "/bot{token}/{method}", self._call),
        ]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        playground = self._playground
        at = time.time()
        called = request.match_info["method"]
        name, method = _METHODS.get(called.lower(), (called, None))
        parameters = Parameters()
        response: web.Response | None
        try:
            token = _checked(request.match_info["token"])
            parameters = await read_parameters(request)
            at = time.time()
            fault = playground.faults.take(name)
            if fault is None:
                response = await self._answer(method, token, parameters)
            else:
                response = await self._fail(request, fault, method, token, parameters)
        except BotApiError as error:
            response = _error(error)
        value = parameters.values.get("chat_id")
        chat_id = int(str(value)) if str(value).lstrip("-").isdigit() else value
        status = 0 if response is None else response.status
        playground.note_call(name, chat_id, at, status, parameters.loggable())
        return _hang_up(request) if response is None else response

    async def _answer(self, method: Method | None, token: str, parameters: Parameters) -> web.Response:
        if method is None:
            raise BotApiError(404, "Not Found")
        self._playground.know_bot(token)
        try:
            result = await method(self._playground, parameters)
        except BotApiError as error:
            return _error(error)
        return _json({"ok": True, "result": result}, 200)

    async def _fail(
        self, request: web.Request, fault: Fault, method: Method | None, token: str, parameters: Parameters
    ) -> web.Response | None:
        if fault.kind in ("slow", "held"):
            await self._linger(request, fault)
            return await self._answer(method, token, parameters)
        if fault.after_effect:
            await self._answer(method, token, parameters)
        if fault.kind == "timeout":
            await self._linger(request, fault)
        error = fault.error()
        return None if error is None else _error(error)

    async def _linger(self, request: web.Request, fault: Fault) -> None:
        """Wait as the fault says, or until the caller hangs up or the playground closes."""
        deadline = time.monotonic() + fault.seconds
        while (left := deadline - time.monotonic()) > 0 and not self._playground.closing.is_set():
            if request.transport is None or request.transport.is_closing():
                self._playground.faults.forget(fault)
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(fault.released.wait(), min(left, HANG_CHECK_S))
                return

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            _checked(request.match_info["token"])
            fault = self._playground.faults.take(DOWNLOAD)
            if fault is not None:
                if fault.kind in ("slow", "held", "timeout"):
                    await self._linger(request, fault)
                if error := fault.error():
                    raise error
                if fault.kind not in ("slow", "held"):
                    return _hang_up(request)
            stored = self._playground.store.file_at(request.match_info["path"])
            # A server in local mode sends no files: they are there already.
            if self._playground.local is not None or stored is None or (stored.size or 0) > MAX_DOWNLOAD_BYTES:
                raise BotApiError(404, "Not Found")
        except BotApiError as error:
            return _error(error)
        path = await media.path_of(self._playground.store, stored)
        if path.stat().st_size <= MAX_AT_ONCE_BYTES:
            return web.Response(body=path.read_bytes(), content_type="application/octet-stream")
        return web.FileResponse(path, headers={"Content-Type": "application/octet-stream"})


def _checked(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise BotApiError(401, "Unauthorized")
    return token


def _error(error: BotApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return _json(body, error.code)


def _json(body: Json, status: int) -> web.Response:
    return web.Response(text=json.dumps(body, ensure_ascii=False), status=status, content_type="application/json")


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection under the caller; the response returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
