"""What a handler asks for; the queue makes it a row."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.models import JobKind


@dataclass(frozen=True)
class JobWish:
    """One painting to make, or one style to learn.

    `style` is `gallery:NAME` or `own:ID`; `photo_file_id` is None for a style to learn; `strength` is in
    [0, 1]. The result answers `reply_to_message_id` as a new message, or takes the place of
    `edit_message_id`: then a newer wish for that message cancels this one.
    """

    kind: JobKind
    chat_id: int
    user_id: int
    language: str | None
    style: str
    photo_file_id: str | None
    strength: float
    keep_colours: bool
    as_file: bool = False
    reply_to_message_id: int | None = None
    edit_message_id: int | None = None
