"""The parts of a running playground, and what can happen in a chat whoever caused it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.entities import utf16_length
from bot.playground.faults import Faults
from bot.playground.limits import Limits
from bot.playground.local_mode import LocalMode
from bot.playground.privacy import reads
from bot.playground.records import PRESENT, Chat, Json, Message
from bot.playground.signal import Signal
from bot.playground.store import Store

BOT_USERNAME = "easel_playground_bot"
BOT_NAME = "Easel"
# Whose id the bot has until a token tells another.
DEFAULT_BOT_ID = 110_201_543
CALLS_KEPT = 20_000
DELIVERIES_KEPT = 20_000


@dataclass
class Call:
    """One finished call of the bot, for tests to look at.

    ``at``, in seconds since 1970, is when it had arrived in full; ``status`` is 0 where no answer was given.
    """

    n: int
    method: str
    chat_id: int | str | None
    at: float
    status: int
    params: Json


@dataclass
class Delivery:
    """One update on its way to the bot ``at`` so many seconds since 1970, and the message that it is about, if any."""

    update_id: int
    type: str
    chat_id: int | None
    message_id: int | None
    at: float


@dataclass
class Playground:
    """What the bot's side and the person's side share."""

    store: Store
    local: LocalMode | None = None
    faults: Faults = field(default_factory=Faults)
    limits: Limits = field(default_factory=Limits)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    deliveries: deque[Delivery] = field(default_factory=lambda: deque(maxlen=DELIVERIES_KEPT))
    # By the chat, and under None for all chats together.
    events_changed: defaultdict[int | None, Signal] = field(default_factory=lambda: defaultdict(Signal))
    updates_changed: Signal = field(default_factory=Signal)
    queries_answered: Signal = field(default_factory=Signal)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    calls_made: int = 0
    # The token that the bot has called with last.
    token: str = ""
    # Counts getUpdates calls: a call that is no longer the latest gives way.
    latest_poll: int = 0

    # The bot

    def bot_user(self) -> Json:
        """Return the bot as a ``User``."""
        return {
            "id": self.store.setting("bot_id", DEFAULT_BOT_ID),
            "is_bot": True,
            "first_name": self.store.setting("bot_name") or BOT_NAME,
            "username": BOT_USERNAME,
        }

    def know_bot(self, token: str) -> None:
        """Note the bot's token, and the id that it carries."""
        self.token = token
        bot_id = int(token.partition(":")[0])
        if self.store.setting("bot_id") != bot_id:
            self.store.set_setting("bot_id", bot_id)

    def note_call(self, method: str, chat_id: int | str | None, at: float, status: int, params: Json) -> None:
        """Add a finished call to the log; see :class:`Call`."""
        self.calls_made += 1
        self.calls.append(Call(self.calls_made, method, chat_id, at, status, params))

    def note_deliveries(self, updates: list[Json]) -> None:
        """Add updates that the bot is given now to the log; one that it is given again is there again."""
        now = time.time()
        for update in updates:
            ((type_, body),) = (item for item in update.items() if item[0] != "update_id")
            message = body.get("message", body)
            chat_id = message.get("chat", {}).get("id")
            self.deliveries.append(Delivery(update["update_id"], type_, chat_id, message.get("message_id"), now))

    # What the page and the bot are told

    def tell_page(self, chat_id: int, type_: str, data: Json) -> None:
        """Append an event for the chat page."""
        self.store.add_event(chat_id, type_, {"chat_id": chat_id, **data})
        for whose in (chat_id, None):
            self.events_changed[whose].give()

    def tell_bot(self, type_: str, body: Json) -> None:
        """Queue an update, unless the bot asked not to get this type."""
        allowed = self.store.setting("allowed_updates", [])
        if allowed and type_ not in allowed:
            return
        self.store.add_update(type_, body)
        self.updates_changed.give()

    # What happens in a chat

    def post(
        self,
        chat: Chat,
        content: Json,
        *,
        author: Json | None = None,
        reply_to: Message | None = None,
        reply_markup: Json | None = None,
        via_bot: bool = False,
    ) -> Message:
        """Add a message with ``content`` (text, photo, ...) to the chat, and tell page and bot of it.

        Without an ``author``, a person, it is the bot's; what is posted into a channel is the channel's.
        """
        by_bot = author is None
        with self.store.transaction():
            signed = {"sender_chat": chat.as_telegram()} if chat.type == "channel" else {}
            body: Json = {
                "message_id": self.store.next_id("message"),
                **(signed or {"from": author or self.bot_user()}),
                "chat": chat.as_telegram(),
                "date": int(time.time()),
            }
            if reply_to is not None:
                body["reply_to_message"] = quoted(reply_to)
            if via_bot:
                body["via_bot"] = self.bot_user()
            body |= content
            if reply_markup is not None:
                body["reply_markup"] = reply_markup
            message = Message(body, by_bot, deleted=False, reactions=[])
            self.store.put_message(chat.id, body, by_bot)
            self.tell_page(chat.id, "message", {"message": message.as_person_sees()})
            if not by_bot:
                self.store.mark_read(chat.id)
                self.tell_bot_of_message(chat, message)
        return message

    def change(self, chat_id: int, message: Message, body: Json) -> Message:
        """Give a message a new body."""
        changed = replace(message, body=body)
        with self.store.transaction():
            self.store.put_message(chat_id, body, message.from_bot)
            self.tell_page(chat_id, "edit", {"message": changed.as_person_sees()})
        return changed

    def react(self, chat_id: int, message: Message, reactions: list[Json]) -> None:
        """Put the bot's reactions under a message, in the place of its earlier ones."""
        reacted = replace(message, reactions=reactions)
        with self.store.transaction():
            self.store.set_reactions(message.id, reactions)
            self.tell_page(chat_id, "edit", {"message": reacted.as_person_sees()})

    def tell_bot_of_message(self, chat: Chat, message: Message, *, edited: bool = False) -> None:
        """Queue the update of a person's message, or of its edit, if the bot is there and may read it."""
        if chat.has_bot and reads(self.bot_user(), chat, message, private=self.store.setting("privacy_mode", False)):
            kind = "channel_post" if chat.type == "channel" else "message"
            self.tell_bot(f"edited_{kind}" if edited else kind, message.body)

    def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message out of the chat."""
        with self.store.transaction():
            self.store.mark_deleted(message_id)
            self.tell_page(chat_id, "delete", {"message_id": message_id})

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        """Return a message that is in the chat and not deleted."""
        if message_id is None:
            return None
        found = self.store.message(chat_id, message_id)
        return None if found is None or found.deleted else found

    def describe_chat(self, chat: Chat) -> Json:
        """Return the chat as the person's side lists it."""
        last = self.store.last_message(chat.id)
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "user": chat.user,
            "members": [member.user for member in self.store.members(chat.id) if member.status in PRESENT],
            "bot_status": chat.bot_status,
            "blocked": chat.type == "private" and not chat.has_bot,
            "migrated_to": chat.migrated_to,
            "unread": self.store.unread(chat),
            "last_message": None if last is None else last.as_person_sees(),
        }


def quoted(message: Message) -> Json:
    """Return the message as ``reply_to_message`` shows it: without what it replies to itself."""
    return {key: value for key, value in message.body.items() if key != "reply_to_message"}


def text_content(text: str, entities: list[Json], *, caption: bool = False) -> Json:
    """Return the part of a message that holds its text, or caption, and the entities in it."""
    names = ("caption", "caption_entities") if caption else ("text", "entities")
    content: dict[str, Any] = {}
    if text:
        content[names[0]] = text
        total = utf16_length(text)
        fitting = [one for one in entities if one["offset"] + one["length"] <= total]
        if fitting:
            content[names[1]] = fitting
    return content
