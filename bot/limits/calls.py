"""What a call of the Bot API counts for, and against whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Whoever asked sees a spinning button, or nothing at all, until they come; and Telegram does not count them.
NEVER_LATE = frozenset({"answerCallbackQuery", "answerInlineQuery"})
# It tells that something is coming; by the time it has waited, it is there.
ALWAYS_COURTESIES = frozenset({"sendChatAction"})
_MESSAGES = ("send", "edit", "copy", "forward")
# The parameters of which each item is a message.
_SEVERAL = {"sendMediaGroup": "media", "copyMessages": "message_ids", "forwardMessages": "message_ids"}


def cost_of(endpoint: str, data: Mapping[str, Any]) -> int:
    """Return how many messages Telegram counts: one for each that is sent or edited, none for what only reads."""
    if endpoint in ALWAYS_COURTESIES or not goes_to_a_chat(endpoint, data):
        return 0
    several = _SEVERAL.get(endpoint)
    return max(len(data[several]), 1) if several is not None else 1


def goes_to_a_chat(endpoint: str, data: Mapping[str, Any]) -> bool:
    """Tell whether the call shows people something, which is what Telegram's limits are about."""
    return endpoint.startswith(_MESSAGES) and place_of(data) is not None


def place_of(data: Mapping[str, Any]) -> int | str | None:
    """Return the chat, or the inline message, that a call is about; None if it is about neither."""
    chat_id: int | str | None = data.get("chat_id")
    if chat_id is None:
        inline_message_id: str | None = data.get("inline_message_id")
        return inline_message_id
    return int(chat_id) if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit() else chat_id


def is_group(data: Mapping[str, Any]) -> bool:
    """Tell whether the limit for groups holds: for groups and channels, whose ids are below 0 or `@names`."""
    place = place_of(data)
    return data.get("chat_id") is not None and (isinstance(place, str) or (isinstance(place, int) and place < 0))
