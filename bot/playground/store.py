"""Everything the playground remembers: one SQLite file, and the bytes of files beside it.

Calls are synchronous on purpose. Each takes well under a millisecond, and because nothing is awaited inside
a transaction, a message, the update that tells the bot of it and the event that shows it to the page appear
together or not at all, also when the process is killed. Only the bytes of files are worth a thread.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from bot.playground.database import FIRST_IDS
from bot.playground.file_store import FileStore
from bot.playground.records import Chat, Event, Json, Member, Message, Query

# Like Telegram, updates that no bot fetched are forgotten after a day.
UPDATE_LIFETIME_S = 24 * 3600
# A page that was away for longer reloads the messages instead.
EVENTS_KEPT = 5000

_CHAT = "SELECT id, type, title, user, bot_status, read_up_to, username, migrated_to FROM chats"
_MESSAGE = "SELECT body, from_bot, deleted, reactions FROM messages"

# Who chats in a playground that nobody has set up; the page shows no name for the chat of this one.
DEFAULT_PERSON = "Sam"
# A channel that nobody reads and the bot may write to, there from the start: where a bot keeps files for later.
STORAGE_CHAT_ID = -1_001_000_000_001
STORAGE_USERNAME = "easel_playground_storage"


class Store(FileStore):
    """The playground's memory in ``data_dir``, which is created where it does not exist."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        if not self.chats():
            self.add_chat("private", DEFAULT_PERSON)
        if self.chat(STORAGE_CHAT_ID) is None:
            self.add_chat("channel", "Storage", bot_status="administrator", username=STORAGE_USERNAME)

    # Settings

    def setting(self, name: str, default: Any = None) -> Any:
        """Return the setting ``name``, or ``default``."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep ``value``, anything JSON can say, under ``name``."""
        self._db.execute(
            "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    # Chats

    def add_chat(
        self,
        type_: str,
        title: str | None,
        language_code: str | None = None,
        *,
        maker: Json | None = None,
        bot_status: str = "member",
        username: str | None = None,
    ) -> Chat:
        """Add a chat: a private one with a new person of its own, any other as made by ``maker`` (the first person).

        Nobody is in a new channel or group yet.
        """
        with self.transaction():
            if type_ == "private":
                number = self.next_id("user")
                title = title or f"Person {number - FIRST_IDS['user']}"
                user = {
                    "id": number,
                    "is_bot": False,
                    "first_name": title,
                    "username": f"person{number}",
                    "language_code": language_code or "en",
                }
            else:
                number = -self.next_id(type_)
                title = title or f"{type_.capitalize()} {-number % 1000}"
                user = dict(maker or self.chats()[0].user)
            chat = Chat(number, type_, title, user, bot_status, 0, username, None)
            self._db.execute(
                "INSERT INTO chats (id, type, title, user, bot_status, username, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (chat.id, chat.type, chat.title, json.dumps(chat.user), bot_status, username, time.time()),
            )
            if type_ == "private":
                self.set_member(chat.id, chat.id, "member")
        return chat

    def chats(self) -> list[Chat]:
        """Return all chats, the oldest first."""
        return [_chat(row) for row in self._db.execute(f"{_CHAT} ORDER BY created, id DESC")]

    def chat(self, chat_id: int) -> Chat | None:
        """Return the chat ``chat_id``, if there is one."""
        row = self._db.execute(f"{_CHAT} WHERE id = ?", (chat_id,)).fetchone()
        return None if row is None else _chat(row)

    def chat_named(self, username: str) -> Chat | None:
        """Return the channel or supergroup with this public name, if there is one."""
        row = self._db.execute(f"{_CHAT} WHERE username = ? COLLATE NOCASE", (username,)).fetchone()
        return None if row is None else _chat(row)

    def person(self, user_id: int) -> Json | None:
        """Return the person with this id, if there is one."""
        chat = self.chat(user_id)
        return None if chat is None or chat.type != "private" else chat.user

    def set_bot_status(self, chat_id: int, status: str) -> None:
        """Note the bot's standing in a chat."""
        self._db.execute("UPDATE chats SET bot_status = ? WHERE id = ?", (status, chat_id))

    def set_migrated(self, chat_id: int, to: int) -> None:
        """Note that a group has become the supergroup ``to``."""
        self._db.execute("UPDATE chats SET migrated_to = ? WHERE id = ?", (to, chat_id))

    def members(self, chat_id: int) -> list[Member]:
        """Return the people who are in a chat or once were, in the order in which they came."""
        rows = self._db.execute("SELECT user_id, status FROM members WHERE chat_id = ? ORDER BY rowid", (chat_id,))
        found = [(self.person(row[0]), row[1]) for row in rows.fetchall()]
        return [Member(person, status) for person, status in found if person is not None]

    def set_member(self, chat_id: int, user_id: int, status: str) -> None:
        """Note a person's standing in a chat."""
        self._db.execute(
            "INSERT INTO members (chat_id, user_id, status) VALUES (?, ?, ?) "
            "ON CONFLICT (chat_id, user_id) DO UPDATE SET status = excluded.status",
            (chat_id, user_id, status),
        )

    def mark_read(self, chat_id: int) -> None:
        """Note that the person has seen all messages of the chat so far."""
        self._db.execute(
            "UPDATE chats SET read_up_to = "
            "(SELECT coalesce(max(id), 0) FROM messages WHERE chat_id = chats.id) WHERE id = ?",
            (chat_id,),
        )

    def unread(self, chat: Chat) -> int:
        """Return how many messages of the bot the person has not seen."""
        row = self._db.execute(
            "SELECT count(*) FROM messages WHERE chat_id = ? AND id > ? AND from_bot AND NOT deleted",
            (chat.id, chat.read_up_to),
        ).fetchone()
        return int(row[0])

    # Messages

    def put_message(self, chat_id: int, body: Json, from_bot: bool) -> None:
        """Keep a message, or its new body after an edit; ``body`` holds its ``message_id``."""
        self._db.execute(
            "INSERT INTO messages (id, chat_id, body, from_bot) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (body["message_id"], chat_id, json.dumps(body), from_bot),
        )

    def message(self, chat_id: int, message_id: int) -> Message | None:
        """Return one message of the chat, deleted or not, if there ever was one."""
        row = self._db.execute(f"{_MESSAGE} WHERE id = ? AND chat_id = ?", (message_id, chat_id)).fetchone()
        return None if row is None else _message(row)

    def messages(self, chat_id: int, after: int = 0) -> list[Message]:
        """Return the messages of the chat with ids above ``after``, in order."""
        rows = self._db.execute(
            f"{_MESSAGE} WHERE chat_id = ? AND id > ? ORDER BY id",
            (chat_id, after),
        )
        return [_message(row) for row in rows]

    def last_message(self, chat_id: int) -> Message | None:
        """Return the newest message of the chat that is not deleted."""
        row = self._db.execute(
            f"{_MESSAGE} WHERE chat_id = ? AND NOT deleted ORDER BY id DESC LIMIT 1",
            (chat_id,),
        ).fetchone()
        return None if row is None else _message(row)

    def mark_deleted(self, message_id: int) -> None:
        """Take a message out of the chat; the person's side still knows that it was there."""
        self._db.execute("UPDATE messages SET deleted = 1 WHERE id = ?", (message_id,))

    def set_reactions(self, message_id: int, reactions: list[Json]) -> None:
        """Note the bot's reactions to a message."""
        self._db.execute("UPDATE messages SET reactions = ? WHERE id = ?", (json.dumps(reactions), message_id))

    def clear_messages(self, chat_id: int) -> None:
        """Forget all messages of the chat."""
        self._db.execute("DELETE FROM messages WHERE chat_id = ?", (chat_id,))

    # Updates

    def add_update(self, type_: str, body: Json) -> int:
        """Queue an update for the bot and return its id."""
        number = self.next_id("update")
        self._db.execute(
            "INSERT INTO updates (id, type, body, at) VALUES (?, ?, ?, ?)",
            (number, type_, json.dumps(body), time.time()),
        )
        return number

    def updates(self, limit: int = 100) -> list[Json]:
        """Return the oldest unconfirmed updates as the bot gets them, at most ``limit``."""
        self._db.execute("DELETE FROM updates WHERE at < ?", (time.time() - UPDATE_LIFETIME_S,))
        rows = self._db.execute("SELECT id, type, body FROM updates ORDER BY id LIMIT ?", (limit,))
        return [{"update_id": row[0], row[1]: json.loads(row[2])} for row in rows]

    def confirm_updates(self, before: int) -> None:
        """Forget the updates with ids below ``before``."""
        self._db.execute("DELETE FROM updates WHERE id < ?", (before,))

    def keep_last_updates(self, count: int) -> None:
        """Forget all updates but the newest ``count``."""
        self._db.execute(
            "DELETE FROM updates WHERE id NOT IN (SELECT id FROM updates ORDER BY id DESC LIMIT ?)", (count,)
        )

    def pending_updates(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return int(self._db.execute("SELECT count(*) FROM updates").fetchone()[0])

    # Queries

    def add_query(self, id_: str, type_: str, chat_id: int, body: Json) -> None:
        """Keep a callback or inline query that waits for the bot's answer."""
        self._db.execute(
            "INSERT INTO queries (id, type, chat_id, body, at) VALUES (?, ?, ?, ?, ?)",
            (id_, type_, chat_id, json.dumps(body), time.time()),
        )

    def query(self, id_: str) -> Query | None:
        """Return the query with this id, if there is one."""
        row = self._db.execute(
            "SELECT id, type, chat_id, body, at, answer FROM queries WHERE id = ?", (id_,)
        ).fetchone()
        return None if row is None else _query(row)

    def answered_queries(self, type_: str, limit: int, *, chat_id: int | None = None) -> list[Query]:
        """Return the newest queries, of one chat or of all, that the bot has answered, the newest first."""
        rows = self._db.execute(
            "SELECT id, type, chat_id, body, at, answer FROM queries "
            "WHERE type = ? AND (? IS NULL OR chat_id = ?) AND answer IS NOT NULL ORDER BY at DESC LIMIT ?",
            (type_, chat_id, chat_id, limit),
        )
        return [_query(row) for row in rows]

    def answer_query(self, id_: str, answer: Json) -> None:
        """Keep the bot's answer to a query."""
        self._db.execute("UPDATE queries SET answer = ? WHERE id = ?", (json.dumps(answer), id_))

    # Events

    def add_event(self, chat_id: int, type_: str, data: Json) -> int:
        """Append an event for the chat page and return its number."""
        seq = self._db.execute(
            "INSERT INTO events (chat_id, type, data) VALUES (?, ?, ?)", (chat_id, type_, json.dumps(data))
        ).lastrowid
        assert seq is not None
        self._db.execute("DELETE FROM events WHERE seq <= ?", (seq - EVENTS_KEPT,))
        return seq

    def events(self, after: int, chat_id: int | None = None) -> list[Event]:
        """Return the events above ``after``, of one chat or of all."""
        rows = self._db.execute(
            "SELECT seq, chat_id, type, data FROM events WHERE seq > ? AND (? IS NULL OR chat_id = ?) ORDER BY seq",
            (after, chat_id, chat_id),
        )
        return [Event(*row) for row in rows]

    def last_event(self) -> int:
        """Return the number of the newest event, 0 before the first."""
        row = self._db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
        return int(row[0])


def _chat(row: tuple[Any, ...]) -> Chat:
    return Chat(row[0], row[1], row[2], json.loads(row[3]), *row[4:])


def _message(row: tuple[Any, ...]) -> Message:
    return Message(json.loads(row[0]), bool(row[1]), bool(row[2]), json.loads(row[3]))


def _query(row: tuple[Any, ...]) -> Query:
    answer = None if row[5] is None else json.loads(row[5])
    return Query(row[0], row[1], row[2], json.loads(row[3]), row[4], answer)
