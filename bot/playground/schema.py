"""The tables of the playground's database, version by version."""

from __future__ import annotations

import sqlite3

# Each brings a playground of the version before to the next; the state of a developer's playground outlives an update.
_VERSIONS = (
    """
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
""",
    """
CREATE TABLE members (
    chat_id INTEGER NOT NULL, user_id INTEGER NOT NULL, status TEXT NOT NULL, PRIMARY KEY (chat_id, user_id));
INSERT INTO members SELECT id, json_extract(user, '$.id'), iif(type = 'private', 'member', 'creator') FROM chats;
ALTER TABLE chats ADD COLUMN bot_status TEXT NOT NULL DEFAULT 'member';
UPDATE chats SET bot_status = 'kicked' WHERE blocked;
ALTER TABLE chats DROP COLUMN blocked;
UPDATE counters SET value = value + 4000000 WHERE name = 'group';
ALTER TABLE chats ADD COLUMN username TEXT;
ALTER TABLE chats ADD COLUMN migrated_to INTEGER;
ALTER TABLE messages ADD COLUMN reactions TEXT NOT NULL DEFAULT '[]';
""",
    """
CREATE INDEX queries_by_time ON queries (type, at);
""",
    """
ALTER TABLE files ADD COLUMN width INTEGER;
ALTER TABLE files ADD COLUMN height INTEGER;
""",
)


def upgrade(db: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an earlier version up to date."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    for number, script in enumerate(_VERSIONS[version:], version + 1):
        db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
