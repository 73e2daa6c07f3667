"""The playground's SQLite file: transactions, and numbers that are given once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.playground.schema import upgrade

# Far apart, so that a bot that confuses two kinds of id fails here and not only on Telegram.
FIRST_IDS = {
    "message": 100,
    "update": 730_000_000,
    "user": 5_000_000,
    "group": 4_000_000,
    "channel": 1_001_000_000_000,
    "supergroup": 1_002_000_000_000,
    "file": 0,
    "album": 10**13,
}


class Database:
    """The database in ``data_dir``, which is created where it does not exist."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(data_dir / "playground.sqlite3", isolation_level=None, timeout=5)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        upgrade(self._db)
        self._depth = 0

    def close(self) -> None:
        """Close the database; it is of no use afterwards."""
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
            (name, FIRST_IDS[name] + 1),
        ).fetchone()
        return int(row[0])
