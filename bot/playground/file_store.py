"""Files of messages: their ids in the database, and their bytes in a folder beside it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from pathlib import Path

from bot.playground.database import Database
from bot.playground.records import Json, StoredFile

# The first characters of Telegram's file ids, and the folders of its file paths.
_KINDS = {
    "photo": ("AgACAgIAAxkB", "photos"),
    "document": ("BQACAgIAAxkB", "documents"),
    "animation": ("CgACAgIAAxkB", "animations"),
    "video": ("BAACAgIAAxkB", "videos"),
    "sticker": ("CAACAgIAAxkB", "stickers"),
    "thumbnail": ("AAMCAgADGQEA", "thumbnails"),
}


class FileStore(Database):
    """The files, and the database that they share with all else, so that both change in one transaction."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self._blobs = data_dir / "files"
        self._blobs.mkdir(exist_ok=True)

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


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
