"""What has become of a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Delivered:
    """The message that holds a result, and the file in it; of an album, the messages of its pictures too.

    `begun_at` is when a message began to be changed: what others changed in it after that may be under the result, or
    over it.
    """

    message_id: int | None
    file_id: str | None
    album_message_ids: tuple[int, ...] = ()
    begun_at: datetime | None = None
