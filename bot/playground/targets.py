"""What a call of the bot is about: which chat, which message, which file, which text."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.playground import entities, local_mode, media, pictures
from bot.playground.errors import BotApiError, bad_request
from bot.playground.media import Upload
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground, text_content
from bot.playground.records import Chat, Json, Message

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
# The kinds that Telegram lets stand side by side in one album.
ALBUM_KINDS = ({"photo", "video"}, {"document"})


def chat_of(playground: Playground, parameters: Parameters, *, name: str = "chat_id") -> Chat:
    """Return the chat that a call names, even one whose person has blocked the bot.

    Raises:
        BotApiError: there is no such chat, or none is named.
    """
    value = parameters.text(name)
    if not value:
        raise bad_request(f"{name} is empty")
    public = value.startswith("@")
    chat = playground.store.chat_named(value[1:]) if public else playground.store.chat(parameters.integer(name))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def open_chat_of(playground: Playground, parameters: Parameters) -> Chat:
    """Return the chat that a call writes to.

    Raises:
        BotApiError: as for :func:`chat_of`, or the bot may not write there.
    """
    chat = chat_of(playground, parameters)
    if chat.migrated_to is not None:
        raise BotApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.type == "private" and not chat.has_bot:
        raise BotApiError(403, "Forbidden: bot was blocked by the user")
    if chat.bot_status == "kicked":
        raise BotApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
    if chat.bot_status == "left":
        raise BotApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    if chat.type == "channel" and chat.bot_status != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    return chat


def reply_target(playground: Playground, parameters: Parameters, chat: Chat) -> Message | None:
    """Return the message that a call replies to, if it does.

    Raises:
        BotApiError: the message is not there, and the call does not allow sending without it.
    """
    wish = parameters.json("reply_parameters", "reply parameters") or {}
    if not isinstance(wish, dict):
        raise bad_request("object expected as reply parameters")
    message_id = wish.get("message_id") or parameters.integer("reply_to_message_id")
    if not message_id:
        return None
    target = playground.message(int(wish.get("chat_id") or chat.id), int(message_id))
    allowed = wish.get("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply")
    if target is None and not allowed:
        raise bad_request("message to be replied not found")
    return target


def message_of(playground: Playground, parameters: Parameters, purpose: str) -> tuple[Chat, Message]:
    """Return the message that a call names by chat and id, or by the id of an inline message.

    Raises:
        BotApiError: it is not there; ``purpose`` ("to edit") completes the error.
    """
    inline = parameters.text("inline_message_id")
    if inline:
        chat_id, message_id = _read_inline_id(inline)
        chat = playground.store.chat(chat_id)
        if chat is None:
            raise bad_request("MESSAGE_ID_INVALID")
    else:
        chat, message_id = open_chat_of(playground, parameters), parameters.integer("message_id")
        if not message_id:
            raise bad_request("message identifier is not specified")
    message = playground.message(chat.id, message_id)
    if message is None:
        raise bad_request("MESSAGE_ID_INVALID" if inline else f"message {purpose} not found")
    return chat, message


def inline_id(chat_id: int, message_id: int) -> str:
    """Return the id under which the bot knows a message that a person sent by way of it."""
    return base64.urlsafe_b64encode(f"{chat_id}:{message_id}".encode()).decode()


def _read_inline_id(value: str) -> tuple[int, int]:
    try:
        chat_id, message_id = base64.urlsafe_b64decode(value).decode().split(":")
        return int(chat_id), int(message_id)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise bad_request("inline message ID is invalid") from error


def text_of(parameters: Parameters) -> Json:
    """Return the text of a call as message content.

    Raises:
        BotApiError: it is empty or too long, or its mark-up is wrong.
    """
    text, found = _parsed(parameters, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text_content(text, found)


def caption_of(parameters: Parameters) -> Json:
    """Return the caption of a call as message content, empty where it has none.

    Raises:
        BotApiError: it is too long or its mark-up is wrong.
    """
    text, found = _parsed(parameters, "caption", "caption_entities")
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text_content(text, found, caption=True)


def _parsed(parameters: Parameters, name: str, entities_name: str) -> tuple[str, list[Json]]:
    text = parameters.text(name)
    given = parameters.json(entities_name, "entities")
    if given:
        return entities.finish(text, given)
    return entities.parse(text, parameters.text("parse_mode"))


async def media_of(playground: Playground, parameters: Parameters, kind: str, value: Any = None) -> Json:
    """Return the file that a call sends as message content of ``kind``.

    Args:
        playground: where the file is kept.
        parameters: the call, whose uploads are looked through.
        kind: photo, document, animation, video or sticker.
        value: a file id or an ``attach://`` reference; the parameter named ``kind`` where it is missing.

    Raises:
        BotApiError: there is no such file, or it breaks one of Telegram's limits.
    """
    reference = str(value if value is not None else parameters.text(kind))
    if reference.startswith("attach://"):
        upload = parameters.files.get(reference.removeprefix("attach://"))
    else:
        upload = parameters.files.get(kind) if value is None else None
        if upload is None and reference:
            return _known_file(playground, kind, reference)
    if upload is None:
        raise bad_request(f"there is no {kind} in the request")
    return await _uploaded(playground, parameters, kind, upload)


def _known_file(playground: Playground, kind: str, file_id: str) -> Json:
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = playground.store.file(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind or stored.content is None:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return stored.content


async def _uploaded(playground: Playground, parameters: Parameters, kind: str, upload: Upload) -> Json:
    size = len(upload.data)
    if not size:
        raise bad_request("file must be non-empty")
    if size > (MAX_UPLOAD_BYTES if playground.local is None else local_mode.MAX_BYTES):
        raise BotApiError(413, "Request Entity Too Large")
    if kind in ("animation", "video"):
        stated = {name: parameters.integer(name) for name in ("width", "height", "duration")}
        cover = parameters.attached("thumbnail")
        make = media.animation if kind == "animation" else media.video
        return await make(playground.store, upload, {name: value for name, value in stated.items() if value}, cover)
    if kind != "photo":
        return await UPLOADED[kind](playground.store, upload)
    if size > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    try:
        return await media.photo(playground.store, upload.data)
    except pictures.DimensionsError as error:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from error
    except pictures.PictureError as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error


UPLOADED = {"document": media.document, "sticker": media.sticker}
