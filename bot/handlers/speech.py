"""What a message says, and whether it says it to this bot.

python-telegram-bot's CommandHandler does not see captions; this looks at both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?\s*", re.ASCII)


@dataclass(frozen=True)
class Speech:
    """A text or caption: the command that it begins with, in lower case and without its slash, and the rest.

    `addressed` tells whether it is for this bot: in groups by a command, by its name, or as a reply to it.
    `named` leaves out the reply, which may just as well be a remark.
    """

    command: str | None
    words: str
    addressed: bool
    named: bool


def speech_of(message: Message, username: str) -> Speech:
    """Read what a message says, of a bot that is called `username`."""
    text = (message.text or message.caption or "").strip()
    private = message.chat.type == ChatType.PRIVATE
    command = _COMMAND.match(text)
    if command is not None:
        bot = command["bot"]
        ours = bot is None or bot.lower() == username.lower()
        return Speech(command["name"].lower(), text[command.end() :], private or ours, private or ours)
    words = re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE)
    named = private or (words != text and _mentions(message, username))
    return Speech(None, " ".join(words.split()), named or _answers(message, username), named)


def _mentions(message: Message, username: str) -> bool:
    wanted = f"@{username}".lower()
    entities = message.parse_entities([MessageEntity.MENTION]) if message.text else {}
    entities |= message.parse_caption_entities([MessageEntity.MENTION]) if message.caption else {}
    return any(text.lower() == wanted for text in entities.values())


def _answers(message: Message, username: str) -> bool:
    answered = message.reply_to_message
    author = answered.from_user if answered is not None else None
    return author is not None and author.is_bot and (author.username or "").lower() == username.lower()
