"""Files that a Bot API server of one's own puts on a disk that it shares with the bot, instead of sending them.

Such a server (`telegram-bot-api --local`) answers getFile with the path of the file as it sees it: its own folder, in
it a folder named by the bot's token, then kind and name of the file.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from telegram.error import NetworkError


class FilesUnseen(NetworkError):
    """The server and this process do not share a folder: whoever runs them has to mend that, and then all goes on."""


class FileVanished(NetworkError):
    """A file was removed before it was read: asked again, the server puts it there again."""

    def __init__(self) -> None:
        # Its path has the token in it, and these words end in the database and before admins.
        super().__init__("a file of the Bot API server's was removed before it was read, or cannot be read")


class LocalFiles:
    """The files of the bot with this token, in the server's `folder` as this process sees it."""

    def __init__(self, folder: Path, token: str) -> None:
        self._folder = folder.resolve()
        self._token = token

    def find(self, told: str) -> Path:
        """Return where the file lies that the server told of by its own path.

        Raises:
            FilesUnseen: there is none here.
        """
        parts = PurePosixPath(told).parts
        # The token is in the path, and no business of those who read the log.
        shown = told.replace(self._token, "TOKEN")
        if not is_local_path(told):
            raise FilesUnseen(
                f"the Bot API server does not run with --local, it told of {shown}: unset EASEL_TELEGRAM_FILES"
            )
        if self._token not in parts:
            raise FilesUnseen(f"the Bot API server has put a file at {shown}, which is no folder of this bot's")
        # Wherever the server has its folder, and this process sees it: from the token on the path is the same.
        path = self._folder.joinpath(*parts[parts.index(self._token) :]).resolve()
        if not path.is_relative_to(self._folder) or not _can_be_read(path):
            raise FilesUnseen(
                f"the Bot API server has put a file at {shown}, and it cannot be read below {self._folder}: "
                "EASEL_TELEGRAM_FILES has to be the server's folder, and this process has to be of its group"
            )
        return path


def is_local_path(told: str) -> bool:
    """Tell whether a server that told of a file by this path runs in local mode."""
    return told.startswith("/")


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
