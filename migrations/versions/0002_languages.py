"""The language that a person, or a group, has chosen.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-21 15:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=16)),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.add_column("users", sa.Column("chosen_language", sa.String(length=16)))


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.drop_column("chosen_language")
    op.drop_table("chats")
