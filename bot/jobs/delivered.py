"""What has become of a result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Delivered:
    """The message that holds a result, and the file in it; of an album, the messages of its pictures too."""

    message_id: int | None
    file_id: str | None
    album_message_ids: tuple[int, ...] = ()
