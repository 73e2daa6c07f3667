"""What a folder's results were made of, so that a batch goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

# Beside the results; no picture, and hidden where hidden files are.
NAME = ".easel.jsonl"


class Ledger:
    """A line of JSON for each result in a folder; a line that a crash cut off, or a person's edit broke, is not heeded.

    Args:
        folder: whose results these are; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, str] = {}
        self._whole = True
        try:
            content = (folder / NAME).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        self._whole = not content or content.endswith("\n")
        for line in content.splitlines():
            try:
                said = json.loads(line)
                self._made[said["file"]] = said["made"]
            except (ValueError, KeyError, TypeError):
                continue

    def holds(self, file: Path, made: str) -> bool:
        """Whether `file` is there and was made of just that."""
        return self._made.get(self._name(file)) == made and file.is_file()

    def note(self, file: Path, made: str) -> None:
        """Note, after it was written, that `file` was made of that."""
        name = self._name(file)
        if self._made.get(name) == made:
            return
        self._made[name] = made
        with (self._folder / NAME).open("a", encoding="utf-8") as ledger:
            start = "" if self._whole else "\n"
            ledger.write(start + json.dumps({"file": name, "made": made}, ensure_ascii=False) + "\n")
        self._whole = True

    def _name(self, file: Path) -> str:
        return file.relative_to(self._folder).as_posix()
