"""What a Bot API server does with files when it runs with ``--local``: it puts them where the bot can read them."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from bot.playground.records import StoredFile

# What such a server takes; to hand over, it knows no limit.
MAX_BYTES = 2_000 * 2**20


class LocalMode:
    """The folder of a server in local mode, in which each bot has one by the name of its token."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def put_down(self, token: str, stored: StoredFile, blob: Path) -> Path:
        """Put a file, whose content is ``blob``, where the bot with this token finds it; return the path."""
        path = self._folder / token / stored.path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Not a link: it is for others to read, as far as the umask lets them.
            partial = path.with_name(f".{secrets.token_hex(8)}")
            shutil.copyfile(blob, partial)
            partial.replace(path)
        return path
