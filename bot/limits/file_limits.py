"""How large the files are that a bot is handed, and may send."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings import Settings


@dataclass(frozen=True)
class FileLimits:
    """The largest files that the Bot API server hands over (`download`) and takes (`upload`), in bytes."""

    download: int
    upload: int


TELEGRAM = FileLimits(download=20 * 2**20, upload=50 * 10**6)
# A server of one's own in local mode takes so much, and hands over anything: more than this few people can send.
LOCAL = FileLimits(download=2_000 * 2**20, upload=2_000 * 2**20)


def file_limits(settings: Settings) -> FileLimits:
    """Return what holds for the server that these settings name."""
    return TELEGRAM if settings.telegram_files is None else LOCAL
