"""What all tables are made of: their base, and kinds of columns."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Enum, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.look import Look
from bot.storage.moments import UtcDateTime


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


# SQLite numbers rows by itself only in a column that is declared INTEGER, which there has 64 bits too.
Serial = BigInteger().with_variant(Integer(), "sqlite")

# Jobs and buttons refer to rows by their numbers, also to those that are gone: SQLite must not give a number again.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def stored(kind: type[enum.StrEnum]) -> Enum:
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
