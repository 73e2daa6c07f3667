"""What a handler asks for; the queue makes it a row."""

from __future__ import annotations

from dataclasses import dataclass

from bot.look import Look
from bot.storage.models.jobs import JobKind, PictureKind


@dataclass(frozen=True)
class JobWish:
    """One thing to make.

    The result answers `reply_to_message_id` as a new message, or takes the place of `edit_message_id`: then a newer
    wish for that message cancels this one. The other fields are those of `Job`.
    """

    kind: JobKind
    chat_id: int
    user_id: int
    language: str | None
    look: Look
    look_before: Look | None = None
    photo_file_id: str | None = None
    picture: PictureKind = PictureKind.PHOTO
    choices: tuple[str, ...] = ()
    page: int | None = None
    album_file_ids: tuple[str, ...] = ()
    album_message_ids: tuple[int, ...] = ()
    reply_to_message_id: int | None = None
    edit_message_id: int | None = None
