"""In which order updates are handled: within a chat one after the other, different chats at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot import logs
from bot.intake import Intake, UpdateTaken, line_of
from bot.storage.database import DatabaseAway

# The base class counts updates before it is known whose turn it is: with a small number one busy chat,
# waiting for itself, would keep all others out. The limit that matters is ours, taken once the turn has come.
_NO_LIMIT = 1_000_000
# How often an update is handled again that the database broke off; each time it has been there again in between.
_MAX_REPETITIONS = 5

# What went wrong while the update of this task was handled; python-telegram-bot itself keeps it from us.
_failure: ContextVar[list[BaseException] | None] = ContextVar("failure", default=None)

_log = logging.getLogger(__name__)


class PoisonedUpdateError(Exception):
    """An update that was being handled each time that the bot died."""


@dataclass(frozen=True)
class Aftermath:
    """What is to be done in its chat's turn about an update that has been handled, by whichever process."""

    update: Update


class ChatOrder(BaseUpdateProcessor):
    """Handles each chat's updates in order, `concurrent_chats` at once at most, and notes how each ended.

    All that a chat has waiting is one process's, see `bot.storage.updates`: this is the order among several, too.

    `repeat` handles an update once more, in its turn, if the database went away in the middle.
    """

    def __init__(self, intake: Intake, concurrent_chats: int) -> None:
        super().__init__(_NO_LIMIT)
        self._intake = intake
        self._limit = asyncio.Semaphore(concurrent_chats)
        self.repeat: Callable[[Update], Coroutine[Any, Any, None]] | None = None
        self._last_in_line: dict[int, asyncio.Event] = {}

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: the application waits for its updates itself."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update, or see to its `Aftermath`, when its turn has come."""
        if isinstance(update, Aftermath):
            key, work = line_of(update.update), self._see_to(update.update, coroutine)
        elif isinstance(update, Update):
            key, work = line_of(update), self._handle(update, coroutine)
        else:
            await coroutine
            return
        before, mine = self._last_in_line.get(key), asyncio.Event()
        self._last_in_line[key] = mine
        try:
            if before is not None:
                await before.wait()
            async with self._limit:
                await work
        finally:
            # Both were never begun, if the wait was cut off.
            work.close()
            _close(coroutine)
            mine.set()
            if self._last_in_line.get(key) is mine:
                del self._last_in_line[key]

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        logs.update_id.set(update.update_id)
        failures: list[BaseException] = []
        _failure.set(failures)
        try:
            fit = await self._intake.begin(update)
        except UpdateTaken as taken:
            _log.warning("%s", taken)
            return
        if fit:
            await coroutine
            await self._outlast_outages(update, failures)
        else:
            failures.append(PoisonedUpdateError("it was being handled each time that the bot died"))
            _log.error("update %d is set aside: %s", update.update_id, failures[0])
        await self._intake.finish(update, failures[0] if failures else None)

    async def _see_to(self, update: Update, coroutine: Awaitable[Any]) -> None:
        logs.update_id.set(update.update_id)
        failures: list[BaseException] = []
        _failure.set(failures)
        await coroutine
        if failures:
            await self._intake.note_failure(update, failures[0])

    async def _outlast_outages(self, update: Update, failures: list[BaseException]) -> None:
        for _ in range(_MAX_REPETITIONS):
            if self.repeat is None or not any(isinstance(failure, DatabaseAway) for failure in failures):
                return
            await self._intake.database_back()
            failures.clear()
            await self.repeat(update)


def note_failure(error: BaseException) -> None:
    """Note, from the application's error handler, that the update being handled has failed."""
    failures = _failure.get()
    if failures is not None:
        failures.append(error)


def _close(coroutine: Awaitable[Any]) -> None:
    if asyncio.iscoroutine(coroutine):
        coroutine.close()
