"""Messages that are sent once more: copied, or forwarded with the name of whoever wrote them."""

from __future__ import annotations

from bot.playground.errors import bad_request
from bot.playground.markup import reply_markup
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Chat, Json, Message
from bot.playground.targets import caption_of, chat_of, open_chat_of, reply_target

MAX_MESSAGES = 100
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
_CAPTION = ("caption", "caption_entities")


async def copy_message(playground: Playground, parameters: Parameters) -> Json:
    """Implement copyMessage."""
    chat = open_chat_of(playground, parameters)
    content = _copied(_original(playground, parameters, "to copy"))
    if "caption" in parameters.values and "text" not in content:
        content = {name: value for name, value in content.items() if name not in _CAPTION} | caption_of(parameters)
    reply_to, markup = reply_target(playground, parameters, chat), reply_markup(parameters)
    playground.limits.admit(chat)
    return {"message_id": playground.post(chat, content, reply_to=reply_to, reply_markup=markup).id}


async def copy_messages(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement copyMessages: those that are not there are passed over, and albums stay albums."""
    chat = open_chat_of(playground, parameters)
    originals = _originals(playground, parameters)
    contents = _regrouped(playground, originals, [_copied(message) for message in originals])
    if parameters.flag("remove_caption"):
        contents = [{name: content[name] for name in content if name not in _CAPTION} for content in contents]
    return [{"message_id": message.id} for message in _post(playground, chat, contents)]


async def forward_message(playground: Playground, parameters: Parameters) -> Json:
    """Implement forwardMessage."""
    chat = open_chat_of(playground, parameters)
    original = _original(playground, parameters, "to forward")
    return _post(playground, chat, forwarded(playground, [original]))[0].body


async def forward_messages(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement forwardMessages: those that are not there are passed over, and albums stay albums."""
    chat = open_chat_of(playground, parameters)
    contents = forwarded(playground, _originals(playground, parameters))
    return [{"message_id": message.id} for message in _post(playground, chat, contents)]


def forwarded(playground: Playground, originals: list[Message]) -> list[Json]:
    """Return the contents of messages that forward these."""
    return _regrouped(
        playground, originals, [_copied(message) | {"forward_origin": _origin(message)} for message in originals]
    )


def _copied(message: Message) -> Json:
    return {name: message.body[name] for name in _COPIED if name in message.body}


def _origin(message: Message) -> Json:
    """Return who wrote a message, also where it was forwarded already."""
    body = message.body
    if "forward_origin" in body:
        origin: Json = body["forward_origin"]
        return origin
    if "sender_chat" in body:
        return {
            "type": "channel",
            "date": body["date"],
            "chat": body["sender_chat"],
            "message_id": body["message_id"],
        }
    return {"type": "user", "date": body["date"], "sender_user": body["from"]}


def _regrouped(playground: Playground, originals: list[Message], contents: list[Json]) -> list[Json]:
    """Return the contents with albums of their own, where several pictures of one album are among them."""
    albums = [message.body.get("media_group_id") for message in originals]
    fresh = {
        album: str(playground.store.next_id("album")) for album in set(albums) if album and albums.count(album) > 1
    }
    return [
        {"media_group_id": fresh[album], **content} if album in fresh else content
        for album, content in zip(albums, contents, strict=True)
    ]


def _original(playground: Playground, parameters: Parameters, purpose: str) -> Message:
    source = chat_of(playground, parameters, name="from_chat_id")
    message = playground.message(source.id, parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message {purpose} not found")
    return message


def _originals(playground: Playground, parameters: Parameters) -> list[Message]:
    source = chat_of(playground, parameters, name="from_chat_id")
    numbers = parameters.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_MESSAGES:
        raise bad_request("too many message identifiers specified")
    numbers = [int(number) for number in numbers]
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [playground.message(source.id, number) for number in numbers]
    present = [message for message in found if message is not None]
    if not present:
        raise bad_request("there are no messages to forward")
    return present


def _post(playground: Playground, chat: Chat, contents: list[Json]) -> list[Message]:
    playground.limits.admit(chat, len(contents))
    with playground.store.transaction():
        return [playground.post(chat, content) for content in contents]
