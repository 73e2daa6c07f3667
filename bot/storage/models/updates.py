"""Updates of Telegram's, and what of them waits to be whole."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, stored
from bot.storage.moments import now


class UpdateState(enum.StrEnum):
    """Where an update of Telegram's stands."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class StoredUpdate(Base):
    """An update, stored before Telegram may forget it.

    `owner` is the process that handles it and `line` what it is handled in the order of, see `bot.storage.updates`.
    """

    __tablename__ = "updates"
    __table_args__ = (Index(None, "state", "line"),)

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]]
    state: Mapped[UpdateState] = mapped_column(stored(UpdateState), default=UpdateState.PENDING)
    line: Mapped[int | None]
    owner: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class AlbumPicture(Base):
    """One picture of an album that may not have come whole yet; the bot waits until no more come."""

    __tablename__ = "album_pictures"
    __table_args__ = (Index(None, "bot_id", "received_at"),)

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    album_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    # The update, from which the picture and its caption are read once the album is whole.
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(default=now)
