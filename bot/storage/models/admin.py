"""What admins send and set: broadcasts and switches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Serial
from bot.storage.moments import now


class Broadcast(Base):
    """A message that an admin sends to everybody, in the order of their ids; `reached_up_to` is how far it has come."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    admin_id: Mapped[int]
    chat_id: Mapped[int]
    message_id: Mapped[int]
    reached_up_to: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class Switch(Base):
    """Something that an admin has set for everybody, such as maintenance."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[dict[str, Any]]
