"""What Alembic runs a migration in: a connection and its transaction, which the caller opened."""

from alembic import context
from sqlalchemy import Connection

from bot.storage.models.base import Base

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection)
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_server_default=True,
    # SQLite can alter little about a table; Alembic then copies it.
    render_as_batch=True,
)
context.run_migrations()
