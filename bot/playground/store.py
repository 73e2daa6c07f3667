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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# Like Telegram, updates that no bot fetched are forgotten after a day.
UPDATE_LIFETIME_S = 24 * 3600
# A page that was away for longer reloads the messages instead.
EVENTS_KEPT = 5000

# Far apart, so that a bot that confuses two kinds of id fails here and not only on Telegram.
_FIRST_IDS = {
    "message": 100,
    "update": 730_000_000,
    "user": 5_000_000,
    "group": 0,
    "file": 0,
    "album": 10**13,
}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chats (
    id INTEGER PRIMARY KEY, type TEXT NOT NULL, title TEXT NOT NULL, user TEXT NOT NULL,
    blocked INTEGER NOT NULL DEFAULT 0, read_up_to INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, body TEXT NOT NULL,
    from_bot INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS messages_of_chat ON messages (chat_id, id);
CREATE TABLE IF NOT EXISTS files (
    file_id TEXT PRIMARY KEY, unique_id TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, mime_type TEXT NOT NULL, content TEXT);
CREATE TABLE IF NOT EXISTS updates (
    id INTEGER PRIMARY KEY, type TEXT NOT NULL, body TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS queries (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, chat_id INTEGER NOT NULL, body TEXT NOT NULL,
    at REAL NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Chat:
    """A conversation between one person and the bot; a private chat has the id of its person."""

    id: int
    type: str
    title: str
    user: Json
    blocked: bool
    read_up_to: int

    def as_telegram(self) -> Json:
        """Return Telegram's ``Chat`` object."""
        if self.type == "private":
            return {"id": self.id, "type": "private", **_names(self.user)}
        return {"id": self.id, "type": self.type, "title": self.title}


@dataclass(frozen=True)
class Message:
    """A message: Telegram's object in ``body``, and what only the playground knows about it."""

    body: Json
    from_bot: bool
    deleted: bool

    @property
    def id(self) -> int:
        """Telegram's ``message_id``."""
        return int(self.body["message_id"])

    def as_person_sees(self) -> Json:
        """Return the body with ``from_bot`` and ``deleted`` added."""
        return {**self.body, "from_bot": self.from_bot, "deleted": self.deleted}


@dataclass(frozen=True)
class StoredFile:
    """A file as the Bot API names it; ``content`` is the part of a message that sends it again by its id."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    sha256: str
    size: int
    mime_type: str
    content: Json | None


@dataclass(frozen=True)
class Event:
    """Something that the chat page shows: numbered without end, across restarts."""

    seq: int
    chat_id: int
    type: str
    data: Json


@dataclass(frozen=True)
class Query:
    """A callback or inline query, and the bot's answer once there is one."""

    id: str
    type: str
    chat_id: int
    body: Json
    at: float
    answer: Json | None


# Who chats in a playground that nobody has set up; the page shows no name for the chat of this one.
DEFAULT_PERSON = "Sam"


class Store:
    """The playground's memory in ``data_dir``, which is created where it does not exist."""

    def __init__(self, data_dir: Path) -> None:
        self._blobs = data_dir / "files"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(data_dir / "playground.sqlite3", isolation_level=None, timeout=5)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self._depth = 0
        if not self.chats():
            self.add_chat("private", DEFAULT_PERSON, None)

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

    def add_chat(self, type_: str, title: str | None, language_code: str | None) -> Chat:
        """Add a chat of ``type_`` private (with a person of its own) or group (with the first person)."""
        with self.transaction():
            if type_ == "private":
                number = self.next_id("user")
                first_name = title or f"Person {number - _FIRST_IDS['user']}"
                user = {
                    "id": number,
                    "is_bot": False,
                    "first_name": first_name,
                    "username": f"person{number}",
                    "language_code": language_code or "en",
                }
                chat = Chat(number, type_, first_name, user, False, 0)
            else:
                number = self.next_id("group")
                user = dict(self.chats()[0].user)
                if language_code:
                    user["language_code"] = language_code
                chat = Chat(-4_000_000 - number, type_, title or f"Group {number}", user, False, 0)
            self._db.execute(
                "INSERT INTO chats (id, type, title, user, created) VALUES (?, ?, ?, ?, ?)",
                (chat.id, chat.type, chat.title, json.dumps(chat.user), time.time()),
            )
        return chat

    def chats(self) -> list[Chat]:
        """Return all chats, the oldest first."""
        rows = self._db.execute("SELECT id, type, title, user, blocked, read_up_to FROM chats ORDER BY created, rowid")
        return [_chat(row) for row in rows]

    def chat(self, chat_id: int) -> Chat | None:
        """Return the chat ``chat_id``, if there is one."""
        row = self._db.execute(
            "SELECT id, type, title, user, blocked, read_up_to FROM chats WHERE id = ?", (chat_id,)
        ).fetchone()
        return None if row is None else _chat(row)

    def set_blocked(self, chat_id: int, blocked: bool) -> None:
        """Note whether the person of the chat has blocked the bot."""
        self._db.execute("UPDATE chats SET blocked = ? WHERE id = ?", (blocked, chat_id))

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
        row = self._db.execute(
            "SELECT body, from_bot, deleted FROM messages WHERE id = ? AND chat_id = ?", (message_id, chat_id)
        ).fetchone()
        return None if row is None else _message(row)

    def messages(self, chat_id: int, after: int = 0) -> list[Message]:
        """Return the messages of the chat with ids above ``after``, in order."""
        rows = self._db.execute(
            "SELECT body, from_bot, deleted FROM messages WHERE chat_id = ? AND id > ? ORDER BY id",
            (chat_id, after),
        )
        return [_message(row) for row in rows]

    def last_message(self, chat_id: int) -> Message | None:
        """Return the newest message of the chat that is not deleted."""
        row = self._db.execute(
            "SELECT body, from_bot, deleted FROM messages WHERE chat_id = ? AND NOT deleted ORDER BY id DESC LIMIT 1",
            (chat_id,),
        ).fetchone()
        return None if row is None else _message(row)

    def mark_deleted(self, message_id: int) -> None:
        """Take a message out of the chat; the person's side still knows that it was there."""
        self._db.execute("UPDATE messages SET deleted = 1 WHERE id = ?", (message_id,))

    def clear_messages(self, chat_id: int) -> None:
        """Forget all messages of the chat."""
        self._db.execute("DELETE FROM messages WHERE chat_id = ?", (chat_id,))

    # Files

    def write_blob(self, data: bytes) -> str:
        """Keep ``data`` on disk and return its sha256; safe to call from any thread."""
        digest = hashlib.sha256(data).hexdigest()
        target = self._blobs / digest
        if not target.exists():
            with tempfile.NamedTemporaryFile(dir=self._blobs, delete=False) as partial:
                partial.write(data)
            os.replace(partial.name, target)
        return digest

    def blob_path(self, sha256: str) -> Path:
        """Return where the bytes with this digest lie."""
        return self._blobs / sha256

    def add_file(self, kind: str, sha256: str, size: int, mime_type: str, suffix: str) -> StoredFile:
        """Give the bytes with this digest a new file id of ``kind`` (photo, document, ...).

        The id is new each time, as Telegram's is for each upload; the unique id depends on the content alone.
        """
        number = self.next_id("file")
        prefix, folder = _KINDS[kind]
        seed = bytes.fromhex(sha256)
        file_id = prefix + _base64(number.to_bytes(6, "big") + seed[:27])
        unique_id = "AQAD" + _base64(hashlib.sha256(kind.encode() + seed).digest()[:9])
        stored = StoredFile(file_id, unique_id, kind, f"{folder}/file_{number}{suffix}", sha256, size, mime_type, None)
        self._db.execute(
            "INSERT INTO files (file_id, unique_id, kind, path, sha256, size, mime_type) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (file_id, unique_id, kind, stored.path, sha256, size, mime_type),
        )
        return stored

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
            f"SELECT file_id, unique_id, kind, path, sha256, size, mime_type, content FROM files WHERE {column} = ?",
            (value,),
        ).fetchone()
        if row is None:
            return None
        content = None if row[7] is None else json.loads(row[7])
        return StoredFile(row[0], row[1], row[2], row[3], row[4], row[5], row[6], content)

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

    def answered_queries(self, type_: str, chat_id: int, limit: int) -> list[Query]:
        """Return the newest queries of the chat that the bot has answered, the newest first."""
        rows = self._db.execute(
            "SELECT id, type, chat_id, body, at, answer FROM queries "
            "WHERE type = ? AND chat_id = ? AND answer IS NOT NULL ORDER BY at DESC LIMIT ?",
            (type_, chat_id, limit),
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
        return [Event(row[0], row[1], row[2], json.loads(row[3])) for row in rows]

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


def _names(user: Json) -> Json:
    return {key: user[key] for key in ("first_name", "last_name", "username") if key in user}


def _chat(row: tuple[Any, ...]) -> Chat:
    return Chat(row[0], row[1], row[2], json.loads(row[3]), bool(row[4]), row[5])


def _message(row: tuple[Any, ...]) -> Message:
    return Message(json.loads(row[0]), bool(row[1]), bool(row[2]))


def _query(row: tuple[Any, ...]) -> Query:
    answer = None if row[5] is None else json.loads(row[5])
    return Query(row[0], row[1], row[2], json.loads(row[3]), row[4], answer)
