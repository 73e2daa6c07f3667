import sqlite3
from pathlib import Path

from bot.playground.schema import upgrade
from bot.playground.store import STORAGE_CHAT_ID, Store

# A private chat whose person has blocked the bot, and a group, as the first version kept them.
OLD = """
DROP TABLE members;
DROP INDEX queries_by_time;
ALTER TABLE chats DROP COLUMN bot_status;
ALTER TABLE chats DROP COLUMN username;
ALTER TABLE chats DROP COLUMN migrated_to;
ALTER TABLE chats ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages DROP COLUMN reactions;
ALTER TABLE files DROP COLUMN width;
ALTER TABLE files DROP COLUMN height;
INSERT INTO chats (id, type, title, user, blocked, created) VALUES
    (5000001, 'private', 'Anna', '{"id": 5000001, "first_name": "Anna"}', 1, 1.0),
    (-4000001, 'group', 'Friends', '{"id": 5000001, "first_name": "Anna"}', 0, 2.0);
INSERT INTO counters VALUES ('user', 5000001), ('group', 1);
INSERT INTO messages (id, chat_id, body, from_bot) VALUES (101, 5000001, '{"message_id": 101, "text": "hello"}', 0);
PRAGMA user_version = 0;
"""


def test_the_state_of_an_earlier_version_is_kept(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "playground.sqlite3", isolation_level=None)
    upgrade(db)
    db.executescript(OLD)
    db.close()
    store = Store(tmp_path)
    assert [chat.id for chat in store.chats()] == [5000001, -4000001, STORAGE_CHAT_ID]
    assert [chat.has_bot for chat in store.chats()] == [False, True, True]
    assert [member.status for member in store.members(-4000001)] == ["creator"]
    assert store.messages(5000001)[0].body["text"] == "hello"
    assert store.add_chat("group", "More").id == -4000002
    store.close()
    again = Store(tmp_path)
    assert len(again.chats()) == 4
    again.close()
