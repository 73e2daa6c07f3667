"""Sends broadcasts: to one person after the other, slowly enough that the conversation goes on beside it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.language import Locale, locale_for
from bot.limits.retry_after import seconds_of
from bot.storage import broadcasts, people
from bot.storage.broadcasts import Outcome
from bot.storage.database import Database
from bot.storage.models.admin import Broadcast
from bot.views import broadcasts as views

# How often the table is looked at for a broadcast.
POLL_S = 1.0
# After how long another process takes over from one that died.
LEASE_S = 10.0
# How long after a failure of the network the same person is tried again.
PAUSE_S = 2.0
# Of what this process may send, the conversation keeps the other half.
SHARE = 0.5

_log = logging.getLogger(__name__)


class _SourceGone(Exception):
    """The message that is to be copied does not exist any more."""


class Broadcaster:
    """Sends what is in the table of broadcasts, one process at a time.

    Somebody's turn is over once that is in the table: whoever takes over after a crash goes on where it ended, and
    only the one person in between may get the message twice.
    """

    def __init__(self, bot: Bot, database: Database, messages_per_second: int) -> None:
        self._bot = bot
        self._database = database
        self._pause = 1.0 / max(messages_per_second * SHARE, 1.0)
        self._name = secrets.token_hex(8)
        # Until when, by this process's clock, it is certainly the one.
        self._leased_until = float("-inf")

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            try:
                broadcast = await self._next()
                if broadcast is not None:
                    await self._send_as_the_one(broadcast)
                    continue
            except SQLAlchemyError:
                _log.exception("a broadcast is interrupted by the database")
            except TelegramError as error:
                _log.warning("a broadcast is interrupted: %s: %s", type(error).__name__, error)
            await asyncio.sleep(POLL_S)

    async def _next(self) -> Broadcast | None:
        async with self._database.snapshot() as db:
            broadcast = await broadcasts.unfinished(db)
        if broadcast is None:
            return None
        return broadcast if await self._become_sender() else None

    async def _become_sender(self) -> bool:
        begun = time.monotonic()
        async with self._database.transaction() as db:
            is_sender = await broadcasts.become_sender(db, self._name, LEASE_S)
        if is_sender:
            self._leased_until = begun + LEASE_S
        return is_sender

    async def _send_as_the_one(self, broadcast: Broadcast) -> None:
        """Send a broadcast while no other process does: Telegram may put a message off for longer than a lease."""
        sending, renewing = asyncio.create_task(self._send(broadcast)), asyncio.create_task(self._renew())
        try:
            while left := self._left():
                done, _ = await asyncio.wait([sending, renewing], timeout=left, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                if done:
                    return
            # Others may have the database that this process has lost.
            _log.warning("broadcast %d stops here: the sender's lease could not be renewed in time", broadcast.id)
        finally:
            for task in (sending, renewing):
                task.cancel()
            await asyncio.gather(sending, renewing, return_exceptions=True)

    async def _renew(self) -> None:
        """Renew the lease again and again, until another process has it."""
        while True:
            await asyncio.sleep(LEASE_S / 3)
            try:
                if not await self._become_sender():
                    return
            except SQLAlchemyError as error:
                _log.warning("the lease of the broadcasts' sender could not be renewed: %s", error)

    def _left(self) -> float:
        """Return for how many seconds this process is certainly the sender."""
        return max(self._leased_until - time.monotonic(), 0.0)

    async def _send(self, broadcast: Broadcast) -> None:
        """Send a broadcast to everybody whom it has not reached, unless it is stopped, and tell its admin."""
        current: Broadcast | None = broadcast
        try:
            while current is not None and (receiver := await self._receiver(current)) is not None:
                current = await self._note(current, receiver, await self._copy(current, receiver))
                await asyncio.sleep(self._pause)
        except _SourceGone:
            _log.warning("broadcast %d ends: its message was deleted", broadcast.id)
        if current is not None:
            await self._report(current)

    async def _receiver(self, broadcast: Broadcast) -> int | None:
        async with self._database.snapshot() as db:
            return await broadcasts.next_receiver(db, broadcast)

    async def _note(self, broadcast: Broadcast, receiver: int, outcome: Outcome) -> Broadcast | None:
        async with self._database.transaction() as db:
            if not await broadcasts.become_sender(db, self._name, LEASE_S):
                return None
            return await broadcasts.note(db, broadcast.id, receiver, outcome)

    async def _copy(self, broadcast: Broadcast, receiver: int) -> Outcome:
        while True:
            try:
                await self._bot.copy_message(receiver, broadcast.chat_id, broadcast.message_id)
                return Outcome.SENT
            except Forbidden:
                return Outcome.BLOCKED
            except BadRequest as error:
                if "message to copy not found" in error.message.lower():
                    raise _SourceGone from error
                return Outcome.FAILED
            except TimedOut:
                # It may have arrived.
                return Outcome.FAILED
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except NetworkError:
                await asyncio.sleep(PAUSE_S)

    async def _report(self, broadcast: Broadcast) -> None:
        """Tell the admin what came of it, then end it: a report that comes twice is better than none."""
        text = views.done(await self._locale(broadcast.admin_id), broadcast)
        try:
            await self._bot.send_message(broadcast.chat_id, text, ParseMode.HTML)
        except (Forbidden, BadRequest) as error:
            _log.warning("the admin hears nothing of broadcast %d: %s", broadcast.id, error)
        async with self._database.transaction() as db:
            await broadcasts.finish(db, broadcast.id)

    async def _locale(self, admin_id: int) -> Locale:
        async with self._database.snapshot() as db:
            admin = await people.get(db, admin_id)
        return locale_for(None) if admin is None else locale_for(admin.chosen_language, admin.language)
