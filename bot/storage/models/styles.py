"""What people keep to paint with: styles of their own, and presets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.look import Look
from bot.storage.models.base import NEVER_AGAIN, Base, Serial
from bot.storage.moments import now


class OwnStyle(Base):
    """A painting that a person sent to be a style: the file id is what lasts, statistics are a cache.

    `photo_file_id` is the photo that came with it in one album, should the two have been meant the other way round;
    `share_token` stands in links that give the style to others.
    """

    __tablename__ = "own_styles"
    __table_args__ = (Index(None, "user_id", "name", unique=True), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    painting_file_id: Mapped[str]
    photo_file_id: Mapped[str | None]
    share_token: Mapped[str | None] = mapped_column(String(16), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def reference(self) -> str:
        """How looks refer to the style."""
        return f"own:{self.id}"


class StyleStatistics(Base):
    """What one method has read of somebody's own style, with the identity of the encoder that it was read with."""

    __tablename__ = "style_statistics"

    style_id: Mapped[int] = mapped_column(
        ForeignKey("own_styles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    method: Mapped[str] = mapped_column(String(16), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(64))
    statistics: Mapped[bytes] = mapped_column(LargeBinary)


class Preset(Base):
    """A look, saved under a name; the default one, of which there is one at most, is what new chats begin with.

    `paintings` are the file ids of the person's own styles in it, by reference: a preset outlives them.
    """

    __tablename__ = "presets"
    __table_args__ = (Index(None, "user_id", "name", unique=True), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    look: Mapped[Look]
    paintings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
