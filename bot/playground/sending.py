"""The Bot API methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import bad_request
from bot.playground.markup import reply_markup
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.store import Chat, Json
from bot.playground.targets import caption_of, chat_of, media_of, open_chat_of, reply_target, text_of

MAX_ALBUM = 10
# The kinds that Telegram lets stand side by side in one album.
_ALBUM_KINDS = ({"photo", "video"}, {"document"})
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
# What a copy takes over from the original.
_COPIED = (
    "text",
    "entities",
    "photo",
    "document",
    "animation",
    "video",
    "sticker",
    "caption",
    "caption_entities",
)


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
    if not any(kinds <= allowed for allowed in _ALBUM_KINDS):
        raise bad_request("can't mix media of these types in an album")
    contents = [
        await media_of(playground, parameters, item["type"], item.get("media", "")) | caption_of(Parameters(item))
        for item in items
    ]
    reply_to = reply_target(playground, parameters, chat)
    with playground.store.transaction():
        album = str(playground.store.next_id("album"))
        return [
            playground.post(chat, {"media_group_id": album, **content}, by_bot=True, reply_to=reply_to).body
            for content in contents
        ]


async def copy_message(playground: Playground, parameters: Parameters) -> Json:
    """Implement copyMessage."""
    chat = open_chat_of(playground, parameters)
    source = chat_of(playground, parameters, name="from_chat_id")
    original = playground.message(source.id, parameters.integer("message_id"))
    if original is None:
        raise bad_request("message to copy not found")
    content = {name: original.body[name] for name in _COPIED if name in original.body}
    if "caption" in parameters.values and "text" not in content:
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_of(parameters)
    return {"message_id": _send(playground, parameters, chat, content)["message_id"]}


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
    return playground.post(
        chat,
        content,
        by_bot=True,
        reply_to=reply_target(playground, parameters, chat),
        reply_markup=reply_markup(parameters),
    ).body
