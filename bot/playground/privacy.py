"""Which messages of a group a bot gets to see: all of them, or in privacy mode only what is meant for it."""

from __future__ import annotations

from bot.playground.records import Chat, Json, Message

# What every bot gets, since no person wrote it.
_SERVICE = ("new_chat_members", "left_chat_member", "group_chat_created", "migrate_to_chat_id", "migrate_from_chat_id")


def reads(bot: Json, chat: Chat, message: Message, *, private: bool) -> bool:
    """Return whether the bot gets this message of a person; ``private`` is whether its privacy mode is on."""
    if not private or not chat.is_group or chat.bot_status == "administrator":
        return True
    body = message.body
    return (
        any(name in body for name in _SERVICE)
        or body.get("via_bot", {}).get("id") == bot["id"]
        or body.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]
        or _is_addressed(str(bot["username"]), body)
    )


def _is_addressed(username: str, body: Json) -> bool:
    text = str(body.get("text") or body.get("caption") or "").encode("utf-16-le")
    for entity in body.get("entities") or body.get("caption_entities") or []:
        start = 2 * entity["offset"]
        words = text[start : start + 2 * entity["length"]].decode("utf-16-le")
        name = words.partition("@")[2].lower()
        # There is no other bot here that a command without a name could be for.
        if name == username.lower() or (entity["type"] == "bot_command" and not name):
            return True
    return False
