"""The first tables.

Revision ID: 0001
Revises: none
Create Date: 2026-11-21 08:27:40
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# SQLite numbers rows by itself only in a column declared INTEGER.
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=16)),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("photo_file_id", sa.String()),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("keep_colours", sa.Boolean(), nullable=False),
        sa.Column("longest_side", sa.BigInteger()),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("as_file", sa.Boolean(), nullable=False),
        sa.Column("reply_to_message_id", sa.BigInteger()),
        sa.Column("edit_message_id", sa.BigInteger()),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("lease_owner", sa.String(length=64)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("error", sa.String()),
        sa.Column("result_message_id", sa.BigInteger()),
        sa.Column("result_file_id", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("origin", name="uq_jobs_origin"),
    )
    op.create_index("ix_jobs_chat_id_edit_message_id", "jobs", ["chat_id", "edit_message_id"])
    op.create_index("ix_jobs_state_priority_created_at", "jobs", ["state", "priority", "created_at"])
    op.create_table(
        "updates",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_state_update_id", "updates", ["state", "update_id"])
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("username", sa.String()),
        sa.Column("language", sa.String(length=16)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.create_table(
        "own_styles",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("painting_file_id", sa.String(), nullable=False),
        sa.Column("statistics", sa.LargeBinary()),
        sa.Column("encoder", sa.String(length=64)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_own_styles_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_own_styles"),
    )
    op.create_index("ix_own_styles_user_id_name", "own_styles", ["user_id", "name"], unique=True)
    op.create_table(
        "presets",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("keep_colours", sa.Boolean(), nullable=False),
        sa.Column("painting_file_id", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_presets_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_presets"),
    )
    op.create_index("ix_presets_user_id_name", "presets", ["user_id", "name"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("photo_file_id", sa.String()),
        sa.Column("photo_message_id", sa.BigInteger()),
        sa.Column("style", sa.String()),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("keep_colours", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name="pk_sessions"),
    )


def downgrade() -> None:
    op.drop_table("sessions")
    op.drop_table("presets")
    op.drop_table("own_styles")
    op.drop_table("users")
    op.drop_table("updates")
    op.drop_table("jobs")
