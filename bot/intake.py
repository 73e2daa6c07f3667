"""Where updates enter: each is stored before Telegram may forget it.

python-telegram-bot's Updater confirms an update to Telegram once it has `put` it into its queue. Here `put`
returns only after the update is committed; what a process had not handled when it died, another one handles, or the
same at its next start. While the database is away nothing is confirmed, and what was being handled waits and is
handled again.

Which process handles an update is in `bot.storage.updates`.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.jobs import news
from bot.storage import updates
from bot.storage.database import Database
from bot.storage.updates import Owned, Stored

# An update that was being handled at so many deaths of the bot is taken to be their cause.
MAX_ATTEMPTS = 3
# Telegram repeats an update for a day at most; after a week without any it may start numbering afresh.
KEPT_FOR = timedelta(days=5)
LEASE_S = 30.0
# How often a process looks for what others have left, or have stored for it without its hearing of it.
LOOK_S = 2.0
_NEVER = float("-inf")

_log = logging.getLogger(__name__)


class UpdateTaken(Exception):
    """Another process has taken an update over, since the lease of this one had lapsed."""


class Intake(asyncio.Queue[object]):
    """The application's update queue, backed by the table of updates.

    `place` is how the names begin of all processes of which this one knows at its start that they are dead, see
    `bot.lock.prefix_of_names`; without it, it is the only process.
    """

    def __init__(self, database: Database, bot_id: int, *, place: str = "", lease_seconds: float = LEASE_S) -> None:
        super().__init__()
        self._database = database
        self._bot_id = bot_id
        self._place = place
        self._seconds = lease_seconds
        self._name = f"{place}{os.getpid()}:{secrets.token_hex(4)}"
        # What is queued or being handled here, and since when, by this process's clock, it is certainly leased.
        self._in_hand: dict[int, float] = {}
        self._begun: set[int] = set()
        self._recovered: set[int] = set()
        self._perhaps_stored: set[int] = set()
        self._news = asyncio.Event()
        self._renewed_at = time.monotonic()
        # Whoever is alive renews first what has lapsed while the database was away.
        self._retakes_from = time.monotonic() + lease_seconds / 2

    async def put(self, item: object) -> None:
        """Store an update, then queue it, unless another process is at its chat, or it was stored before.

        Raises:
            NetworkError: the database failed. The Updater keeps asking after this error, and only after
                one of Telegram's; the update stays unconfirmed and comes again.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        begun = time.monotonic()
        try:
            stored = await self._store(item)
            if stored is None:
                if item.update_id in self._perhaps_stored:
                    await self._fetch(item.get_bot())
                self._perhaps_stored.discard(item.update_id)
                return
            if stored.lapsed:
                self._news.set()
            if stored.owner != self._name:
                return
            if not stored.ahead <= self._in_hand.keys():
                # Others have stored some for us, which come first.
                await self._fetch(item.get_bot())
        except SQLAlchemyError as error:
            # A commit may have succeeded whose confirmation was lost: it must not count as queued then.
            self._perhaps_stored.add(item.update_id)
            raise NetworkError(f"update {item.update_id} could not be stored: {error}") from error
        self._perhaps_stored.discard(item.update_id)
        self._queue_up(item, _NEVER if stored.lapsed else begun)

    async def recover(self, bot: Bot) -> int:
        """Queue what earlier processes in this place left, in order; return how much. Call it before polling."""
        await self.prune()
        count = await self._retake(bot, owned_by=self._place)
        if count:
            _log.info("%d updates are left from before", count)
        return count

    async def keep(self, bot: Bot) -> None:
        """Keep what is leased, and take up what others store for this process or leave as they die, until cancelled."""
        if self._database.is_sqlite:
            return
        async with news.listening(self._database, self._news.set, _channel_of(self._name)):
            while True:
                self._news.clear()
                try:
                    await self._look(bot)
                except Exception:
                    # Whoever gave up here would never renew a lease again.
                    _log.exception("what is left of updates cannot be looked at")
                    self._retakes_from = time.monotonic() + self._seconds / 2
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(LOOK_S, self._seconds / 3)):
                        await self._news.wait()

    async def release(self) -> None:
        """Leave everything to others at once, unless this process has begun something: then the leases must lapse."""
        if self._begun or self._database.is_sqlite:
            return
        while True:
            async with self._database.transaction() as db:
                if not await updates.release(db, self._bot_id, self._name):
                    break
        self._in_hand.clear()

    async def prune(self) -> None:
        """Forget old updates that have been handled."""
        async with self._database.transaction() as db:
            await updates.prune(db, KEPT_FOR)

    async def begin(self, update: Update) -> bool:
        """Note that handling begins; False if the update has been at hand whenever the bot died lately.

        Only what was recovered is counted, and only what may have lapsed is made sure of: the common update costs no
        transaction here.

        Raises:
            UpdateTaken: it is not this process's any more.
        """
        update_id, counts = update.update_id, update.update_id in self._recovered
        self._recovered.discard(update_id)
        if counts or self._may_have_lapsed(update_id):
            name, seconds = self._name, self._seconds
            attempts = await self._database.persist(
                lambda db: updates.begin(db, self._bot_id, update_id, name, seconds, counts=counts)
            )
            if attempts is None:
                self._in_hand.pop(update_id, None)
                raise UpdateTaken(f"update {update_id} is another process's by now")
            if attempts >= MAX_ATTEMPTS:
                return False
        self._begun.add(update_id)
        return True

    async def finish(self, update: Update, error: BaseException | None = None) -> None:
        """Note that an update has been handled, or failed with `error`; either way it does not come again.

        It waits for a database that is away.
        """
        update_id = update.update_id
        is_noted = await self._database.persist(
            lambda db: updates.finish(db, self._bot_id, update_id, self._name, error)
        )
        if not is_noted:
            _log.info("update %d has been taken over by another process, or was forgotten", update_id)
        self._in_hand.pop(update_id, None)
        self._begun.discard(update_id)

    async def note_failure(self, update: Update, error: BaseException) -> None:
        """Note what went wrong afterwards with an update that had been handled, by whichever process."""
        await self._database.persist(lambda db: updates.finish(db, self._bot_id, update.update_id, error=error))

    async def database_back(self) -> None:
        """Wait until the database answers."""
        await self._database.persist(lambda db: db.execute(select(1)))

    async def _store(self, update: Update) -> Stored | None:
        async with self._database.transaction() as db:
            stored = await updates.store(
                db,
                bot_id=self._bot_id,
                update_id=update.update_id,
                line=line_of(update),
                payload=update.to_dict(),
                owner=self._name,
                seconds=self._seconds,
            )
            if stored is not None and stored.owner != self._name:
                await news.announce(db, _channel_of(stored.owner))
            return stored

    async def _look(self, bot: Bot) -> None:
        begun = time.monotonic()
        if begun >= self._renewed_at + self._seconds / 3:
            async with self._database.transaction() as db:
                mine = await updates.renew(db, self._bot_id, self._name, self._seconds)
            self._renewed_at = begun
            self._in_hand.update((update_id, begun) for update_id in mine & self._in_hand.keys())
        await self._fetch(bot)
        count = await self._retake(bot, lapsed=begun >= self._retakes_from)
        if count:
            _log.warning("%d updates were left by processes that stopped or died, and are taken up", count)

    async def _fetch(self, bot: Bot) -> None:
        """Queue what is this process's and not in its hands: others have stored it."""
        async with self._database.snapshot() as db:
            missing = await updates.owned(db, self._bot_id, self._name) - self._in_hand.keys()
            stored = await updates.load(db, self._bot_id, self._name, missing) if missing else []
        # Some may have been handled since we looked.
        await self._take_up(stored, bot)

    async def _retake(self, bot: Bot, *, owned_by: str | None = None, lapsed: bool = False) -> int:
        count = 0
        while True:
            async with self._database.transaction() as db:
                some = await updates.retake(
                    db, self._bot_id, self._name, self._seconds, owned_by=owned_by, lapsed=lapsed
                )
            if not some:
                return count
            count += len(some)
            self._recovered.update(one.update_id for one in some)
            await self._take_up(some, bot)

    async def _take_up(self, some: Iterable[Owned], bot: Bot) -> None:
        """Queue updates in order; one that python-telegram-bot cannot restore has failed, and holds no other up."""
        broken: dict[int, Exception] = {}
        for one in some:
            try:
                restored = Update.de_json(one.payload, bot)
            except Exception as error:
                broken[one.update_id] = error
            else:
                self._queue_up(restored, _NEVER)
        for update_id, reason in broken.items():
            _log.error("update %d is set aside: it cannot be restored", update_id, exc_info=reason)
            self._recovered.discard(update_id)
            async with self._database.transaction() as db:
                await updates.finish(db, self._bot_id, update_id, self._name, reason)

    def _queue_up(self, update: Update, leased_at: float) -> None:
        if update.update_id not in self._in_hand:
            self._in_hand[update.update_id] = leased_at
            self.put_nowait(update)

    def _may_have_lapsed(self, update_id: int) -> bool:
        if self._database.is_sqlite:
            return False
        return time.monotonic() >= self._in_hand.get(update_id, _NEVER) + self._seconds


def line_of(update: Update) -> int:
    """Return what an update is handled in the order of: its chat, or, as with inline queries, a person."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def _channel_of(name: str) -> str:
    """Return where a process hears of updates that others store for it; its name is too long for a channel's."""
    return f"easel_updates_{hashlib.sha256(name.encode()).hexdigest()[:16]}"
