"""The tables: what the bot must still know after it died.

Telegram's ids are 64-bit. Times are UTC. A *style reference* is a string: `gallery:NAME`, or `own:ID` for a
row of `own_styles`.
"""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes on every database; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; a naive datetime is a programming error and raises ValueError."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: use datetime.now(UTC)")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Restore the zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


# SQLite numbers rows by itself only in a column that is declared INTEGER, which there has 64 bits too.
Serial = BigInteger().with_variant(Integer(), "sqlite")


def _stored(kind: type[enum.StrEnum]) -> Enum:
    """A column that holds the values of `kind` as plain text, so that a new value needs no migration."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda k: [member.value for member in k])


class Base(DeclarativeBase):
    """Base of all tables; constraints have names, so that migrations can change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger, datetime: UtcDateTime, dict[str, Any]: JSON}  # noqa: RUF012


class UpdateState(enum.StrEnum):
    """Where an update of Telegram's stands."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class StoredUpdate(Base):
    """An update, stored before Telegram may forget it."""

    __tablename__ = "updates"
    __table_args__ = (Index(None, "state", "update_id"),)

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]]
    state: Mapped[UpdateState] = mapped_column(_stored(UpdateState), default=UpdateState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


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
    blocked_at: Mapped[datetime | None]


class Chat(Base):
    """What a group has agreed on; `language` is None where each person is answered in their own."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str | None] = mapped_column(String(16))


class ChatSession(Base):
    """What one person is working on in one chat: the current photo, style, strength."""

    __tablename__ = "sessions"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    photo_file_id: Mapped[str | None]
    photo_message_id: Mapped[int | None]
    style: Mapped[str | None]
    strength: Mapped[float] = mapped_column(default=1.0)
    keep_colours: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class OwnStyle(Base):
    """A painting that a person sent to be a style; its statistics are a cache, the file id is what lasts."""

    __tablename__ = "own_styles"
    __table_args__ = (Index(None, "user_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    painting_file_id: Mapped[str]
    statistics: Mapped[bytes | None] = mapped_column(LargeBinary)
    encoder: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Preset(Base):
    """A style with its controls, saved under a name."""

    __tablename__ = "presets"
    __table_args__ = (Index(None, "user_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    style: Mapped[str]
    strength: Mapped[float]
    keep_colours: Mapped[bool]
    painting_file_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class JobKind(enum.StrEnum):
    """What a job makes: a painting of a photo, or the statistics of a painting."""

    PAINT = "paint"
    LEARN = "learn"


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
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    origin: Mapped[str] = mapped_column(String(64), unique=True)
    bot_id: Mapped[int]
    chat_id: Mapped[int]
    user_id: Mapped[int]
    language: Mapped[str | None] = mapped_column(String(16))
    kind: Mapped[JobKind] = mapped_column(_stored(JobKind))
    state: Mapped[JobState] = mapped_column(_stored(JobState), default=JobState.QUEUED)

    photo_file_id: Mapped[str | None]
    style: Mapped[str]
    strength: Mapped[float] = mapped_column(default=1.0)
    keep_colours: Mapped[bool] = mapped_column(default=False)
    longest_side: Mapped[int | None]
    seed: Mapped[int] = mapped_column(default=0)
    as_file: Mapped[bool] = mapped_column(default=False)

    reply_to_message_id: Mapped[int | None]
    edit_message_id: Mapped[int | None]

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
