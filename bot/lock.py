"""A lock on a file that its process cannot forget to give back: when the process dies, the system frees it."""

from __future__ import annotations

import hashlib
import socket
import sys
from pathlib import Path
from typing import IO


class ProcessLock:
    """The lock on the file at `path`; only one process at a time holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take the lock, for as long as this process lives; False if another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def give_back(self) -> None:
        """Free the lock before the process ends."""
        if self._file is not None:
            self._file.close()
            self._file = None


def prefix_of_names(folder: Path) -> str:
    """Return how the names begin of processes that hold a lock in a folder, and of no others: at most 34 letters.

    Containers may have one host's name and one path, yet each a folder of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stat = folder.stat()
    identity = f"{folder.resolve()}:{stat.st_dev}:{stat.st_ino}"
    return f"{socket.gethostname()[:24]}:{hashlib.sha256(identity.encode()).hexdigest()[:8]}:"


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
