"""People, groups, and what somebody is working on in a chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.look import Look
from bot.storage.models.base import Base, stored
from bot.storage.models.jobs import PictureKind
from bot.storage.moments import now


class User(Base):
    """A person, by Telegram's id."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_name: Mapped[str]
    username: Mapped[str | None]
    # What their app is set to, and what they chose here instead (None: nothing, the app is followed).
    language: Mapped[str | None] = mapped_column(String(16))
    chosen_language: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # When they blocked the bot, and when an admin shut them out.
    blocked_at: Mapped[datetime | None]
    banned_at: Mapped[datetime | None]


class Chat(Base):
    """What a group has agreed on; `language` is None where each person is answered in their own."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str | None] = mapped_column(String(16))
    # When the bot was thrown out.
    left_at: Mapped[datetime | None]


class ChatSession(Base):
    """What one person is working on in one chat: the current photo, or album, and the look.

    `question` is what the bot has asked and their next message answers, see `bot.handlers.questions`.
    """

    __tablename__ = "sessions"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    photo_file_id: Mapped[str | None]
    photo_message_id: Mapped[int | None]
    photo_kind: Mapped[PictureKind] = mapped_column(stored(PictureKind), default=PictureKind.PHOTO)
    album_file_ids: Mapped[list[str] | None]
    look: Mapped[Look] = mapped_column(default=Look)
    question: Mapped[dict[str, Any] | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
