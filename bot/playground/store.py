"""Everything the playground remembers: one SQLite file, and the bytes of files beside it.

Calls are synchronous on purpose. Each takes well under a millisecond, and because nothing is awaited inside
a transaction, a message, the update that tells the bot of it and the event that shows it to the page appear
together or not at all, also when the process is killed. Only the bytes of files are worth a thread.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.playground.records import Chat, Event, Json, Member, Message, Query, StoredFile
from bot.playground.schema import upgrade

# Like Telegram, updates that no bot fetched are forgotten after a day.
UPDATE_LIFETIME_S = 24 * 3600
# A page that was away for longer reloads the messages instead.
EVENTS_KEPT = 5000

# Far apart, so that a bot that confuses two kinds of id fails here and not only on Telegram.
_FIRST_IDS = {
    "message": 100,
    "update": 730_000_000,
    "user": 5_000_000,
    "group": 4_000_000,
    "channel": 1_001_000_000_000,
    "supergroup": 1_002_000_000_000,
    "file": 0,
    "album": 10**13,
}

_CHAT = "SELECT id, type, title, user, bot_status, read_up_to, username, migrated_to FROM chats"
_MESSAGE = "SELECT body, from_bot, deleted, reactions FROM messages"

# Who chats in a playground that nobody has set up; the page shows no name for the chat of this one.
DEFAULT_PERSON = "Sam"
# A channel that nobody reads and the bot may write to, there from the start: where a bot keeps files for later.
STORAGE_CHAT_ID = -1_001_000_000_001
STORAGE_USERNAME = "easel_playground_storage"


class Store:
    """The playground's memory in ``data_dir``, which is created where it does not exist."""

    def __init__(self, data_dir: Path) -> None:
        self._blobs = data_dir / "files"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(data_dir / "playground.sqlite3", isolation_level=None, timeout=5)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        upgrade(self._db)
        self._depth = 0
        if not self.chats():
            self.add_chat("private", DEFAULT_PERSON)
        if self.chat(STORAGE_CHAT_ID) is None:
            self.add_chat("channel", "Storage", bot_status="administrator", username=STORAGE_USERNAME)

    def close(self) -> None:
        """Close the database; the store is of no use afterwards."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside happen together or not at all; must not be held across an ``await``."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth -= 1

    def next_id(self, name: str) -> int:
        """Return the next number of the counter ``name``, never the same twice."""
        row = self._db.execute(
            "INSERT INTO counters (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            (name, _FIRST_IDS[name] + 1),
        ).fetchone()
        return int(row[0])

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
                title = title or f"Person {number - _FIRST_IDS['user']}"
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

    # Files

    def write_blob(self, data: bytes) -> str:
        """Keep ``data`` on disk and return its sha256; safe to call from any thread."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._write(self.blob_path(sha256), data)
        return sha256

    def write_resized(self, data: bytes, sha256: str, size: tuple[int, int]) -> None:
        """Keep a smaller size, a width and a height, of the photo with this digest; safe to call from any thread."""
        self._write(self.blob_path(sha256, size), data)

    def blob_path(self, sha256: str, resized: tuple[int, int] | None = None) -> Path:
        """Return where the bytes with this digest lie, or those of a smaller size of them once it is made."""
        return self._blobs / (sha256 if resized is None else "{}-{}x{}".format(sha256, *resized))

    def _write(self, target: Path, data: bytes) -> None:
        if not target.exists():
            with tempfile.NamedTemporaryFile(dir=self._blobs, delete=False) as partial:
                partial.write(data)
            os.replace(partial.name, target)

    def add_file(
        self,
        kind: str,
        sha256: str,
        size: int | None,
        mime_type: str,
        suffix: str,
        resized: tuple[int, int] | None = None,
    ) -> StoredFile:
        """Give the bytes with this digest, or a smaller size of them, a new file id of ``kind`` (photo, document, ...).

        The id is new each time, as Telegram's is for each upload; the unique id depends on the content alone.
        """
        number = self.next_id("file")
        prefix, folder = _KINDS[kind]
        seed = bytes.fromhex(sha256)
        width, height = resized or (None, None)
        file_id = prefix + _base64(number.to_bytes(6, "big") + seed[:27])
        unique_id = "AQAD" + _base64(hashlib.sha256(f"{kind}{width or ''}".encode() + seed).digest()[:9])
        path = f"{folder}/file_{number}{suffix}"
        self._db.execute(
            "INSERT INTO files (file_id, unique_id, kind, path, sha256, size, mime_type, width, height) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (file_id, unique_id, kind, path, sha256, size or 0, mime_type, width, height),
        )
        return StoredFile(file_id, unique_id, kind, path, sha256, size, mime_type, None, resized)

    def set_file_content(self, file_id: str, content: Json) -> None:
        """Note what part of a message sends this file again."""
        self._db.execute("UPDATE files SET content = ? WHERE file_id = ?", (json.dumps(content), file_id))

    def file(self, file_id: str) -> StoredFile | None:
        """Return the file with this id, if there is one."""
        return self._file("file_id", file_id)

    def file_at(self, path: str) -> StoredFile | None:
        """Return the file that getFile announced under ``path``."""
        return self._file("path", path)

    def _file(self, column: str, value: str) -> StoredFile | None:
        row = self._db.execute(
            "SELECT file_id, unique_id, kind, path, sha256, size, mime_type, content, width, height "
            f"FROM files WHERE {column} = ?",
            (value,),
        ).fetchone()
        if row is None:
            return None
        content = None if row[7] is None else json.loads(row[7])
        resized = None if row[8] is None else (row[8], row[9])
        size = row[5] if resized is None else None
        return StoredFile(row[0], row[1], row[2], row[3], row[4], size, row[6], content, resized)

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


# The first characters of Telegram's file ids, and the folders of its file paths.
_KINDS = {
    "photo": ("AgACAgIAAxkB", "photos"),
    "document": ("BQACAgIAAxkB", "documents"),
    "animation": ("CgACAgIAAxkB", "animations"),
    "video": ("BAACAgIAAxkB", "videos"),
    "sticker": ("CAACAgIAAxkB", "stickers"),
    "thumbnail": ("AAMCAgADGQEA", "thumbnails"),
}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _chat(row: tuple[Any, ...]) -> Chat:
    return Chat(row[0], row[1], row[2], json.loads(row[3]), *row[4:])


def _message(row: tuple[Any, ...]) -> Message:
    return Message(json.loads(row[0]), bool(row[1]), bool(row[2]), json.loads(row[3]))


def _query(row: tuple[Any, ...]) -> Query:
    answer = None if row[5] is None else json.loads(row[5])
    return Query(row[0], row[1], row[2], json.loads(row[3]), row[4], answer)
