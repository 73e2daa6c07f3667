"""The Bot API methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import bad_request
from bot.playground.markup import reply_markup
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Chat, Json
from bot.playground.targets import ALBUM_KINDS, caption_of, media_of, open_chat_of, reply_target, text_of

MAX_ALBUM = 10
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def send_message(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendMessage."""
    return _send(playground, parameters, open_chat_of(playground, parameters), text_of(parameters))


async def send_photo(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendPhoto."""
    return await _send_media(playground, parameters, "photo")


async def send_document(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendDocument."""
    return await _send_media(playground, parameters, "document")


async def send_animation(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendAnimation."""
    return await _send_media(playground, parameters, "animation")


async def send_video(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendVideo."""
    return await _send_media(playground, parameters, "video")


async def send_sticker(playground: Playground, parameters: Parameters) -> Json:
    """Implement sendSticker."""
    return await _send_media(playground, parameters, "sticker")


async def send_media_group(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement sendMediaGroup: all items or none."""
    chat = open_chat_of(playground, parameters)
    items = parameters.json("media", "media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse media: expected an Array of InputMedia")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    if not any(kinds <= allowed for allowed in ALBUM_KINDS):
        raise bad_request("can't mix media of these types in an album")
    contents = [
        await media_of(playground, Parameters(item, parameters.files), item["type"], item.get("media", ""))
        | caption_of(Parameters(item))
        for item in items
    ]
    reply_to = reply_target(playground, parameters, chat)
    playground.limits.admit(chat, len(contents))
    with playground.store.transaction():
        album = {"media_group_id": str(playground.store.next_id("album"))} if len(contents) > 1 else {}
        return [playground.post(chat, {**album, **content}, reply_to=reply_to).body for content in contents]


async def send_chat_action(playground: Playground, parameters: Parameters) -> bool:
    """Implement sendChatAction."""
    chat = open_chat_of(playground, parameters)
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    playground.tell_page(chat.id, "action", {"action": action})
    return True


async def _send_media(playground: Playground, parameters: Parameters, kind: str) -> Json:
    chat = open_chat_of(playground, parameters)
    caption: dict[str, Any] = {} if kind == "sticker" else caption_of(parameters)
    content = await media_of(playground, parameters, kind)
    return _send(playground, parameters, chat, content | caption)


def _send(playground: Playground, parameters: Parameters, chat: Chat, content: Json) -> Json:
    reply_to, markup = reply_target(playground, parameters, chat), reply_markup(parameters)
    playground.limits.admit(chat)
    return playground.post(chat, content, reply_to=reply_to, reply_markup=markup).body
