"""Messages with pictures of the bot's own, for tests of what happens in them."""

from __future__ import annotations

import json
from typing import Any

from tests.bot.handlers.conftest import BOT, Conversation, photo

Json = dict[str, Any]

# Where everything happens: the message of the survey, or of the quiz.
MESSAGE: Json = {"message_id": 50, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, **photo("shown")}


def shown(conversation: Conversation) -> Json:
    """Return what the bot has shown last: `caption`, `media` if a picture went along, and `buttons` by label."""
    methods = ("sendPhoto", "editMessageMedia", "editMessageCaption")
    name, given = [call for call in conversation.api.calls if call[0] in methods][-1]
    media = _read(given.get("media", {}))
    markup = _read(given.get("reply_markup", {}))
    buttons = [one for row in markup.get("inline_keyboard", []) for one in row]
    return {
        "by": name,
        "caption": media.get("caption", given.get("caption")),
        "media": media.get("media", given.get("photo")),
        "buttons": {one["text"]: one["callback_data"] for one in buttons},
    }


async def tap(conversation: Conversation, label: str) -> tuple[str, Json]:
    """Tap one of the buttons that were shown last; return the notice, and what is then shown."""
    answer = await conversation.press(shown(conversation)["buttons"][label], MESSAGE)
    return answer.get("text", ""), shown(conversation)


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
