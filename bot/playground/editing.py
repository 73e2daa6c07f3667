"""The Bot API methods that change or remove a message."""

from __future__ import annotations

import time

from bot.playground.errors import bad_request
from bot.playground.markup import reply_markup
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Chat, Json, Message
from bot.playground.targets import ALBUM_KINDS, caption_of, media_of, message_of, open_chat_of, text_of

# A bot may remove messages for this long.
DELETABLE_S = 48 * 3600
MAX_DELETED = 100
_MEDIA = ("photo", "document", "animation", "video", "sticker")
_WORDS = ("text", "entities", "caption", "caption_entities")
_INPUT_MEDIA = ("photo", "document", "animation", "video")


async def edit_message_text(playground: Playground, parameters: Parameters) -> Json | bool:
    """Implement editMessageText."""
    message = _editable(playground, parameters)
    content = text_of(parameters)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _edit(playground, parameters, message, content)


async def edit_message_caption(playground: Playground, parameters: Parameters) -> Json | bool:
    """Implement editMessageCaption."""
    message = _editable(playground, parameters)
    content = caption_of(parameters)
    if "text" in message.body or "sticker" in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _edit(playground, parameters, message, _media_in(message) | content)


async def edit_message_media(playground: Playground, parameters: Parameters) -> Json | bool:
    """Implement editMessageMedia."""
    _editable(playground, parameters)
    item = parameters.json("media", "input media")
    if not isinstance(item, dict) or item.get("type") not in _INPUT_MEDIA:
        raise bad_request("can't parse InputMedia: wrong type specified")
    caption = caption_of(Parameters(item))
    if parameters.text("inline_message_id") and str(item.get("media", "")).startswith("attach://"):
        # Nobody can say into which chat the file would go.
        raise bad_request("invalid message content specified")
    content = await media_of(playground, Parameters(item, parameters.files), item["type"], item.get("media", ""))
    # The message may have been deleted or changed while the file was taken in.
    message = _editable(playground, parameters)
    both = _kinds_in(message.body) | _kinds_in(content)
    if "media_group_id" in message.body and not any(both <= kinds for kinds in ALBUM_KINDS):
        raise bad_request("can't change media type in the album")
    return _edit(playground, parameters, message, content | caption)


async def edit_message_reply_markup(playground: Playground, parameters: Parameters) -> Json | bool:
    """Implement editMessageReplyMarkup."""
    message = _editable(playground, parameters)
    words = {name: message.body[name] for name in _WORDS if name in message.body}
    return _edit(playground, parameters, message, _media_in(message) | words)


async def delete_message(playground: Playground, parameters: Parameters) -> bool:
    """Implement deleteMessage."""
    chat, message = message_of(playground, parameters, "to delete")
    _remove(playground, chat, message)
    return True


async def delete_messages(playground: Playground, parameters: Parameters) -> bool:
    """Implement deleteMessages: those that are not there are passed over."""
    chat = open_chat_of(playground, parameters)
    numbers = parameters.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    with playground.store.transaction():
        for number in numbers:
            message = playground.message(chat.id, int(number))
            if message is not None:
                _remove(playground, chat, message)
    return True


def _remove(playground: Playground, chat: Chat, message: Message) -> None:
    if not message.from_bot and chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    if time.time() - message.body["date"] > DELETABLE_S:
        raise bad_request("message can't be deleted for everyone")
    playground.delete(chat.id, message.id)


def _editable(playground: Playground, parameters: Parameters) -> Message:
    _, message = message_of(playground, parameters, "to edit")
    if not message.from_bot and "via_bot" not in message.body:
        raise bad_request("message can't be edited")
    return message


def _media_in(message: Message) -> Json:
    return {name: message.body[name] for name in _MEDIA if name in message.body}


def _kinds_in(content: Json) -> set[str]:
    return {name for name in _INPUT_MEDIA if name in content}


def _edit(playground: Playground, parameters: Parameters, message: Message, content: Json) -> Json | bool:
    old = message.body
    new = {key: value for key, value in old.items() if key not in (*_MEDIA, *_WORDS, "reply_markup")}
    edited = new.pop("edit_date", None)
    markup = reply_markup(parameters)
    new |= content
    if markup is not None:
        new["reply_markup"] = markup
    if new == {key: value for key, value in old.items() if key != "edit_date"}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    only_markup = all(old.get(name) == content.get(name) for name in (*_MEDIA, *_WORDS))
    # A new keyboard alone does not count as an edit of the message.
    stamp = edited if only_markup else int(time.time())
    if stamp is not None:
        new["edit_date"] = stamp
    changed = playground.change(old["chat"]["id"], message, new)
    return True if parameters.text("inline_message_id") else changed.body
