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

from bot.look import Look


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


class LookColumn(TypeDecorator[Look]):
    """A look as JSON; none at all as NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Look | None, dialect: Dialect) -> dict[str, Any] | None:
        """Write it down."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Look | None:
        """Read it again."""
        return None if value is None else Look.from_json(value)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


# SQLite numbers rows by itself only in a column that is declared INTEGER, which there has 64 bits too.
Serial = BigInteger().with_variant(Integer(), "sqlite")


# Jobs and buttons refer to rows by their numbers, also to those that are gone: SQLite must not give a number again.
_NEVER_AGAIN = {"sqlite_autoincrement": True}


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
    type_annotation_map = {  # noqa: RUF012
        int: BigInteger,
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        Look: LookColumn,
    }


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
    state: Mapped[UpdateState] = mapped_column(_stored(UpdateState), default=UpdateState.PENDING)
    line: Mapped[int | None]
    owner: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None]
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


class PictureKind(enum.StrEnum):
    """As what a picture came, and as what a painting goes: compressed, as a file, or as a sticker."""

    PHOTO = "photo"
    FILE = "file"
    STICKER = "sticker"


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
    photo_kind: Mapped[PictureKind] = mapped_column(_stored(PictureKind), default=PictureKind.PHOTO)
    album_file_ids: Mapped[list[str] | None]
    look: Mapped[Look] = mapped_column(default=Look)
    question: Mapped[dict[str, Any] | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class OwnStyle(Base):
    """A painting that a person sent to be a style: the file id is what lasts, statistics are a cache.

    `photo_file_id` is the photo that came with it in one album, should the two have been meant the other way round;
    `share_token` stands in links that give the style to others.
    """

    __tablename__ = "own_styles"
    __table_args__ = (Index(None, "user_id", "name", unique=True), _NEVER_AGAIN)

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
    __table_args__ = (Index(None, "user_id", "name", unique=True), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    look: Mapped[Look]
    paintings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


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


class Rating(Base):
    """What somebody thinks of a painting, from 1 to 10, and how it was painted."""

    __tablename__ = "ratings"
    __table_args__ = (Index(None, "method"),)

    job_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    method: Mapped[str] = mapped_column(String(16))
    # References, with "+" between those of a mixture.
    style: Mapped[str]
    score: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SurveyAnswer(Base):
    """What somebody thinks of one of the survey's pairs, from 1 to 10."""

    __tablename__ = "survey_answers"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pair: Mapped[str] = mapped_column(String(64), primary_key=True)
    score: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)


class QuizAnswer(Base):
    """Whether somebody took a picture of the quiz for a painting by hand."""

    __tablename__ = "quiz_answers"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    picture: Mapped[str]
    by_hand: Mapped[bool]
    taken_for_hand: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(default=now)


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
    kind: Mapped[JobKind] = mapped_column(_stored(JobKind))
    state: Mapped[JobState] = mapped_column(_stored(JobState), default=JobState.QUEUED)

    photo_file_id: Mapped[str | None]
    look: Mapped[Look]
    # What was set before the message that asked for this: it holds again if the photo cannot be read, and an edited
    # message is taken from there.
    look_before: Mapped[Look | None]
    # `look.key`, to find what has been painted just so before.
    look_key: Mapped[str] = mapped_column(String(16))
    picture: Mapped[PictureKind] = mapped_column(_stored(PictureKind), default=PictureKind.PHOTO)
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
