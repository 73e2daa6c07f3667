"""Looks in place of a style, a strength and whose colours; the tables of the whole conversation; owners of updates.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-21 17:30:00
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Numbers of rows that are gone are in buttons and jobs: SQLite must not give them to others.
NEVER_AGAIN = {"sqlite_autoincrement": True}
# How many rows are rewritten at a time.
BATCH = 1000


def upgrade() -> None:
    _add_tables()
    op.add_column("users", sa.Column("banned_at", sa.DateTime(timezone=True)))
    op.add_column("chats", sa.Column("left_at", sa.DateTime(timezone=True)))

    _upgrade_updates()
    _upgrade_jobs()
    _upgrade_sessions()
    _upgrade_presets()
    _upgrade_own_styles()


def downgrade() -> None:
    _downgrade_own_styles()
    _downgrade_presets()
    _downgrade_sessions()
    _downgrade_jobs()
    _downgrade_updates()

    with op.batch_alter_table("chats") as chats:
        chats.drop_column("left_at")
    with op.batch_alter_table("users") as users:
        users.drop_column("banned_at")
    for table in (
        "switches",
        "broadcasts",
        "quiz_answers",
        "survey_answers",
        "ratings",
        "album_pictures",
    ):
        op.drop_table(table)


def _upgrade_updates() -> None:
    # What is not handled yet gets no owner: whoever starts takes it.
    for column in (
        sa.Column("line", sa.BigInteger()),
        sa.Column("owner", sa.String(length=64)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
    ):
        op.add_column("updates", column)
    op.drop_index("ix_updates_state_update_id", "updates")
    op.create_index("ix_updates_state_line", "updates", ["state", "line"])


def _downgrade_updates() -> None:
    with op.batch_alter_table("updates") as updates:
        updates.drop_index("ix_updates_state_line")
        updates.create_index("ix_updates_state_update_id", ["state", "update_id"])
        for column in ("line", "owner", "leased_until"):
            updates.drop_column(column)


def _upgrade_jobs() -> None:
    for column in (
        sa.Column("look", sa.JSON()),
        sa.Column("look_before", sa.JSON()),
        sa.Column("look_key", sa.String(length=16)),
        sa.Column("picture", sa.String(length=16)),
        sa.Column("choices", sa.JSON()),
        sa.Column("page", sa.BigInteger()),
        sa.Column("album_file_ids", sa.JSON()),
        sa.Column("album_message_ids", sa.JSON()),
        sa.Column("progress_message_id", sa.BigInteger()),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("jobs", column)

    def converted(row: Any) -> dict[str, Any]:
        look = _look(row.style, row.strength, row.keep_colours) | _without_defaults(
            side=(row.longest_side, None), seed=(row.seed, 0)
        )
        return {"look": look, "look_key": _key(look), "picture": "file" if row.as_file else "photo"}

    _rewrite("jobs", ["id"], ["style", "strength", "keep_colours", "longest_side", "seed", "as_file"], converted)
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("look", existing_type=sa.JSON(), nullable=False)
        jobs.alter_column("look_key", existing_type=sa.String(length=16), nullable=False)
        jobs.alter_column("picture", existing_type=sa.String(length=16), nullable=False)
        for column in ("style", "strength", "keep_colours", "longest_side", "seed", "as_file"):
            jobs.drop_column(column)
        jobs.create_index("ix_jobs_user_id_created_at", ["user_id", "created_at"])
        jobs.create_index("ix_jobs_photo_file_id_look_key", ["photo_file_id", "look_key"])
        jobs.create_index("ix_jobs_state_leased_until", ["state", "leased_until"])
        jobs.create_index("ix_jobs_finished_at", ["finished_at"])


def _downgrade_jobs() -> None:
    # What is not a painting of one photo did not exist before.
    op.execute(sa.text("DELETE FROM jobs WHERE kind NOT IN ('paint', 'learn')"))
    for column in (
        sa.Column("style", sa.String()),
        sa.Column("strength", sa.Double()),
        sa.Column("keep_colours", sa.Boolean()),
        sa.Column("longest_side", sa.BigInteger()),
        sa.Column("seed", sa.BigInteger()),
        sa.Column("as_file", sa.Boolean()),
    ):
        op.add_column("jobs", column)

    def converted(row: Any) -> dict[str, Any]:
        look = row.look
        extra = {"longest_side": look.get("side"), "seed": look.get("seed", 0), "as_file": row.picture == "file"}
        return _plain(look) | extra

    _rewrite("jobs", ["id"], ["look", "picture"], converted)
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_index("ix_jobs_finished_at")
        jobs.drop_index("ix_jobs_state_leased_until")
        jobs.drop_index("ix_jobs_photo_file_id_look_key")
        jobs.drop_index("ix_jobs_user_id_created_at")
        _require_plain(jobs)
        jobs.alter_column("seed", existing_type=sa.BigInteger(), nullable=False)
        jobs.alter_column("as_file", existing_type=sa.Boolean(), nullable=False)
        for column in (
            *("look", "look_before", "look_key", "picture", "choices", "page", "album_file_ids", "album_message_ids"),
            *("progress_message_id", "cancel_requested_at"),
        ):
            jobs.drop_column(column)


def _upgrade_sessions() -> None:
    for column in (
        sa.Column("look", sa.JSON()),
        sa.Column("photo_kind", sa.String(length=16)),
        sa.Column("album_file_ids", sa.JSON()),
        sa.Column("question", sa.JSON()),
    ):
        op.add_column("sessions", column)

    def converted(row: Any) -> dict[str, Any]:
        return {"look": _look(row.style, row.strength, row.keep_colours), "photo_kind": "photo"}

    _rewrite("sessions", ["chat_id", "user_id"], ["style", "strength", "keep_colours"], converted)
    with op.batch_alter_table("sessions") as sessions:
        sessions.alter_column("look", existing_type=sa.JSON(), nullable=False)
        sessions.alter_column("photo_kind", existing_type=sa.String(length=16), nullable=False)
        for column in ("style", "strength", "keep_colours"):
            sessions.drop_column(column)


def _downgrade_sessions() -> None:
    for column in (
        sa.Column("style", sa.String()),
        sa.Column("strength", sa.Double()),
        sa.Column("keep_colours", sa.Boolean()),
    ):
        op.add_column("sessions", column)
    _rewrite("sessions", ["chat_id", "user_id"], ["look"], lambda row: _plain(row.look) | {"style": _first(row.look)})
    with op.batch_alter_table("sessions") as sessions:
        sessions.alter_column("strength", existing_type=sa.Double(), nullable=False)
        sessions.alter_column("keep_colours", existing_type=sa.Boolean(), nullable=False)
        for column in ("look", "photo_kind", "album_file_ids", "question"):
            sessions.drop_column(column)


def _upgrade_presets() -> None:
    for column in (
        sa.Column("look", sa.JSON()),
        sa.Column("paintings", sa.JSON()),
        sa.Column("is_default", sa.Boolean()),
    ):
        op.add_column("presets", column)

    def converted(row: Any) -> dict[str, Any]:
        look = _look(row.style, row.strength, row.keep_colours)
        paintings = {} if row.painting_file_id is None else {row.style: row.painting_file_id}
        return {"look": look, "paintings": paintings, "is_default": False}

    columns = ["style", "strength", "keep_colours", "painting_file_id"]
    _rewrite("presets", ["id"], columns, converted)
    with op.batch_alter_table("presets", table_kwargs=NEVER_AGAIN) as presets:
        presets.alter_column("look", existing_type=sa.JSON(), nullable=False)
        presets.alter_column("paintings", existing_type=sa.JSON(), nullable=False)
        presets.alter_column("is_default", existing_type=sa.Boolean(), nullable=False)
        for column in columns:
            presets.drop_column(column)


def _downgrade_presets() -> None:
    for column in (
        sa.Column("style", sa.String()),
        sa.Column("strength", sa.Double()),
        sa.Column("keep_colours", sa.Boolean()),
        sa.Column("painting_file_id", sa.String()),
    ):
        op.add_column("presets", column)

    def converted(row: Any) -> dict[str, Any]:
        plain = _plain(row.look)
        return plain | {"painting_file_id": row.paintings.get(plain["style"])}

    _rewrite("presets", ["id"], ["look", "paintings"], converted)
    with op.batch_alter_table("presets") as presets:
        _require_plain(presets)
        for column in ("look", "paintings", "is_default"):
            presets.drop_column(column)


def _upgrade_own_styles() -> None:
    op.create_table(
        "style_statistics",
        sa.Column("style_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("statistics", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["style_id"], ["own_styles.id"], name="fk_style_statistics_style_id_own_styles", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("style_id", "method", name="pk_style_statistics"),
    )
    op.execute(
        sa.text(
            "INSERT INTO style_statistics (style_id, method, encoder, statistics) "
            "SELECT id, 'adain', encoder, statistics FROM own_styles "
            "WHERE statistics IS NOT NULL AND encoder IS NOT NULL"
        )
    )
    with op.batch_alter_table("own_styles", table_kwargs=NEVER_AGAIN) as styles:
        styles.add_column(sa.Column("photo_file_id", sa.String()))
        styles.add_column(sa.Column("share_token", sa.String(length=16)))
        styles.create_unique_constraint("uq_own_styles_share_token", ["share_token"])
        styles.drop_column("statistics")
        styles.drop_column("encoder")


def _downgrade_own_styles() -> None:
    with op.batch_alter_table("own_styles") as styles:
        styles.drop_constraint("uq_own_styles_share_token", type_="unique")
        styles.drop_column("photo_file_id")
        styles.drop_column("share_token")
        styles.add_column(sa.Column("statistics", sa.LargeBinary()))
        styles.add_column(sa.Column("encoder", sa.String(length=64)))
    for column in ("statistics", "encoder"):
        op.execute(
            sa.text(
                f"UPDATE own_styles SET {column} = (SELECT {column} FROM style_statistics "
                "WHERE style_id = own_styles.id AND method = 'adain')"
            )
        )
    op.drop_table("style_statistics")


def _add_tables() -> None:
    op.create_table(
        "album_pictures",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("album_id", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_user("album_pictures"),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "album_id", "message_id", name="pk_album_pictures"),
    )
    op.create_index("ix_album_pictures_bot_id_received_at", "album_pictures", ["bot_id", "received_at"])
    op.create_table(
        "ratings",
        sa.Column("job_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_user("ratings"),
        sa.PrimaryKeyConstraint("job_id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_method", "ratings", ["method"])
    op.create_table(
        "survey_answers",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pair", sa.String(length=64), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_user("survey_answers"),
        sa.PrimaryKeyConstraint("user_id", "pair", name="pk_survey_answers"),
    )
    op.create_table(
        "quiz_answers",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("taken_for_hand", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_user("quiz_answers"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_answers"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("admin_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reached_up_to", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("blocked", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_switches"),
    )


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id_users", ondelete="CASCADE")


# What a look was before, and the other way round. Written out here, since the code elsewhere goes on changing.


def _look(style: str | None, strength: float, keep_colours: bool) -> dict[str, Any]:
    shares = [] if style is None else [[style, 1.0]]
    return _without_defaults(
        shares=(shares, []),
        strength=(strength, 1.0),
        colours=("luminance" if keep_colours else "no", "no"),
    )


def _without_defaults(**values: tuple[Any, Any]) -> dict[str, Any]:
    return {name: value for name, (value, default) in values.items() if value != default}


def _key(look: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(look, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:16]


def _first(look: dict[str, Any]) -> str | None:
    shares = look.get("shares", [])
    return max(shares, key=lambda share: share[1])[0] if shares else None


def _plain(look: dict[str, Any]) -> dict[str, Any]:
    return {
        "style": _first(look) or "",
        "strength": look.get("strength", 1.0),
        "keep_colours": look.get("colours", "no") != "no",
    }


def _require_plain(table: Any) -> None:
    table.alter_column("style", existing_type=sa.String(), nullable=False)
    table.alter_column("strength", existing_type=sa.Double(), nullable=False)
    table.alter_column("keep_colours", existing_type=sa.Boolean(), nullable=False)


def _rewrite(name: str, keys: list[str], columns: list[str], converted: Any) -> None:
    """Set columns of every row to what `converted` makes of it."""
    connection = op.get_bind()
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    rows = connection.execute(sa.select(*(table.c[column] for column in keys + columns))).all()
    for start in range(0, len(rows), BATCH):
        parameters = []
        changed: list[str] = []
        for row in rows[start : start + BATCH]:
            values = converted(row)
            changed = list(values)
            parameters.append(
                {f"key_{key}": getattr(row, key) for key in keys} | {f"new_{key}": values[key] for key in values}
            )
        where = sa.and_(*(table.c[key] == sa.bindparam(f"key_{key}") for key in keys))
        connection.execute(
            sa.update(table).where(where).values({key: sa.bindparam(f"new_{key}") for key in changed}), parameters
        )
