"""What a request of the person's side is about: which chat, which person, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import web

from bot.playground.errors import PersonError
from bot.playground.playground import Playground
from bot.playground.records import PRESENT, Chat, Json, Message

CHAT_PATH = r"/api/chats/{chat_id:-?\d+}"
MESSAGE_PATH = CHAT_PATH + r"/messages/{message_id:\d+}"


def chat_of(playground: Playground, request: web.Request) -> Chat:
    """Return the chat that the path names.

    Raises:
        PersonError: there is no such chat.
    """
    chat = playground.store.chat(int(request.match_info["chat_id"]))
    if chat is None:
        raise PersonError(404, "There is no such chat.")
    return chat


def person_of(playground: Playground, request: web.Request, chat: Chat) -> Json:
    """Return who acts: whom ``?person=`` names, else the one who has been in the chat for longest.

    Raises:
        PersonError: that person is not in the chat, or nobody is.
    """
    present = [member.user for member in playground.store.members(chat.id) if member.status in PRESENT]
    wanted = number(request.query, "person")
    found = [user for user in present if wanted in (0, user["id"])]
    if not found:
        raise PersonError(403, "Only those who are in this chat can do that.")
    return found[0]


def message_of(playground: Playground, chat: Chat, message_id: object, purpose: str) -> Message:
    """Return a message of the chat that is not deleted.

    Raises:
        PersonError: it is not there; ``purpose`` ("to reply to") completes the sentence.
    """
    message = playground.message(chat.id, int(str(message_id))) if str(message_id).isdigit() else None
    if message is None:
        raise PersonError(404, f"The message {purpose} is not there.")
    return message


async def body_of(request: web.Request) -> Json:
    """Return the JSON object that a request carries, an empty one where it carries nothing.

    Raises:
        PersonError: it carries anything else.
    """
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise PersonError(400, "The request is not JSON.") from error
    if not isinstance(body, dict):
        raise PersonError(400, "The request is not a JSON object.")
    return body


def number(values: Mapping[str, str], name: str) -> int:
    """Return a whole number from the query, 0 where it is missing.

    Raises:
        PersonError: it is no whole number.
    """
    value = values.get(name, "0")
    if not value.isdigit():
        raise PersonError(400, f"{name} must be a whole number.")
    return int(value)
