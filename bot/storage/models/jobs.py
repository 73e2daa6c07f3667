"""Jobs: what people wish for, as what it comes and goes, and where it stands."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.look import Look
from bot.storage.models.base import Base, stored
from bot.storage.moments import now


class PictureKind(enum.StrEnum):
    """As what a picture came, and as what a painting goes: compressed, as a file, or as a sticker."""

    PHOTO = "photo"
    FILE = "file"
    STICKER = "sticker"


class JobKind(enum.StrEnum):
    """What a job makes.

    PAINT: a painting of a photo. LEARN: the statistics of a painting. SHEET: the photo in many styles, numbered.
    STRIP and FILM: what lies between styles, as a picture and as a short film. ALBUM: paintings of several photos.
    RENDER: a painting for an inline answer, kept in the operator's storage chat.
    """

    PAINT = "paint"
    LEARN = "learn"
    SHEET = "sheet"
    STRIP = "strip"
    FILM = "film"
    ALBUM = "album"
    RENDER = "render"


class JobState(enum.StrEnum):
    """Where a job stands.

    `done` is also a job whose person was told why there is no painting; `held` waits for a maintainer, after
    it killed its worker twice or Telegram refused it; `cancelled` is what nobody waits for any more.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DELIVERING = "delivering"
    DONE = "done"
    HELD = "held"
    CANCELLED = "cancelled"


class Job(Base):
    """One wish of one person, from update to delivery.

    `origin` is unique: handling the same update twice makes the same jobs, not more. Buttons under a result
    carry the job's id, so the row is also what they repaint from, long after it is done.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "state", "priority", "created_at"),
        Index(None, "chat_id", "edit_message_id"),
        Index(None, "user_id", "created_at"),
        Index(None, "photo_file_id", "look_key"),
        Index(None, "state", "leased_until"),
        Index(None, "finished_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    origin: Mapped[str] = mapped_column(String(64), unique=True)
    bot_id: Mapped[int]
    chat_id: Mapped[int]
    user_id: Mapped[int]
    language: Mapped[str | None] = mapped_column(String(16))
    kind: Mapped[JobKind] = mapped_column(stored(JobKind))
    state: Mapped[JobState] = mapped_column(stored(JobState), default=JobState.QUEUED)

    photo_file_id: Mapped[str | None]
    look: Mapped[Look]
    # What was set before the message that asked for this: it holds again if the photo cannot be read, and an edited
    # message is taken from there.
    look_before: Mapped[Look | None]
    # `look.key`, to find what has been painted just so before.
    look_key: Mapped[str] = mapped_column(String(16))
    picture: Mapped[PictureKind] = mapped_column(stored(PictureKind), default=PictureKind.PHOTO)
    # Of a sheet: the references of its styles in order, and the number of its page.
    choices: Mapped[list[str] | None]
    page: Mapped[int | None]
    # Of an album: its photos, and the messages that show their paintings.
    album_file_ids: Mapped[list[str] | None]
    album_message_ids: Mapped[list[int] | None]

    reply_to_message_id: Mapped[int | None]
    edit_message_id: Mapped[int | None]
    # The message that tells how far a long job is.
    progress_message_id: Mapped[int | None]
    cancel_requested_at: Mapped[datetime | None]

    priority: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None]

    result_message_id: Mapped[int | None]
    result_file_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def came_as(self) -> PictureKind:
        """As what the photo came, as far as that decides as what others of it go."""
        as_it_came = self.kind is JobKind.ALBUM or self.picture is PictureKind.STICKER
        return self.picture if as_it_came else PictureKind.PHOTO
