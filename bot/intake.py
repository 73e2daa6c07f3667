"""Where updates enter: each is stored before Telegram may forget it.

python-telegram-bot's Updater confirms an update to Telegram once it has `put` it into its queue. Here `put`
returns only after the update is committed; what the bot had not handled when it died, it handles at its next
start. While the database is away nothing is confirmed, and what was being handled waits and is handled again.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy import update as change
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.storage.database import Database, insert_or_ignore
from bot.storage.models import StoredUpdate, UpdateState, now

# An update that was being handled at so many deaths of the bot is taken to be their cause.
MAX_ATTEMPTS = 3
# Telegram repeats an update for a day at most; after a week without any it may start numbering afresh.
KEPT_FOR = timedelta(days=5)
ERROR_LENGTH = 1000

_log = logging.getLogger(__name__)


class Intake(asyncio.Queue[object]):
    """The application's update queue, backed by the table of updates."""

    def __init__(self, database: Database, bot_id: int) -> None:
        super().__init__()
        self._database = database
        self._bot_id = bot_id
        self._recovered: set[int] = set()
        self._perhaps_stored: set[int] = set()

    async def put(self, item: object) -> None:
        """Store an update, then queue it; one that was stored before is dropped, since it is queued already.

        Raises:
            NetworkError: the database failed. The Updater keeps asking after this error, and only after
                one of Telegram's; the update stays unconfirmed and comes again.
        """
        if isinstance(item, Update):
            try:
                is_new = await self._store(item)
            except SQLAlchemyError as error:
                # A commit may have succeeded whose confirmation was lost: it must not count as queued then.
                self._perhaps_stored.add(item.update_id)
                raise NetworkError(f"update {item.update_id} could not be stored: {error}") from error
            if not is_new and item.update_id not in self._perhaps_stored:
                return
            self._perhaps_stored.discard(item.update_id)
        await super().put(item)

    async def recover(self, bot: Bot) -> int:
        """Queue what an earlier process left unhandled, in order; return how much. Call it before polling."""
        await self.prune()
        async with self._database.snapshot() as db:
            rows = await db.scalars(
                select(StoredUpdate)
                .where(StoredUpdate.bot_id == self._bot_id, StoredUpdate.state == UpdateState.PENDING)
                .order_by(StoredUpdate.update_id)
            )
            pending = [(row.update_id, row.payload) for row in rows]
        for update_id, payload in pending:
            self._recovered.add(update_id)
            await super().put(Update.de_json(payload, bot))
        if pending:
            _log.info("%d updates are left from before", len(pending))
        return len(pending)

    async def prune(self) -> None:
        """Forget old updates that have been handled."""
        async with self._database.transaction() as db:
            old = StoredUpdate.received_at < now() - KEPT_FOR
            await db.execute(delete(StoredUpdate).where(StoredUpdate.state != UpdateState.PENDING, old))

    async def begin(self, update: Update) -> bool:
        """Note that handling begins; False if the update has been at hand whenever the bot died lately.

        Only what was recovered is counted: the common update costs no transaction here.
        """
        if update.update_id not in self._recovered:
            return True
        self._recovered.discard(update.update_id)

        async def count_attempt(db: AsyncSession) -> bool:
            row = await db.get_one(StoredUpdate, (self._bot_id, update.update_id))
            row.attempts += 1
            return row.attempts < MAX_ATTEMPTS

        return await self._database.persist(count_attempt)

    async def finish(self, update: Update, error: BaseException | None = None) -> None:
        """Note that an update has been handled, or failed with `error`; either way it does not come again.

        It waits for a database that is away. What people have said is kept only where somebody has to find out what
        went wrong.
        """
        outcome: dict[str, object] = {"state": UpdateState.DONE, "payload": {}}
        if error is not None:
            outcome = {"state": UpdateState.FAILED, "error": f"{type(error).__name__}: {error}"[:ERROR_LENGTH]}
        noted = (
            change(StoredUpdate)
            .where(StoredUpdate.bot_id == self._bot_id, StoredUpdate.update_id == update.update_id)
            .values(finished_at=now(), **outcome)
        )
        await self._database.persist(lambda db: db.execute(noted))

    async def database_back(self) -> None:
        """Wait until the database answers."""
        await self._database.persist(lambda db: db.execute(select(1)))

    async def _store(self, update: Update) -> bool:
        async with self._database.transaction() as db:
            new = insert_or_ignore(db, StoredUpdate).values(
                bot_id=self._bot_id, update_id=update.update_id, payload=update.to_dict()
            )
            return await db.scalar(new.returning(StoredUpdate.update_id)) is not None
