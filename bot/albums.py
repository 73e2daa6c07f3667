"""Waits for albums to be whole: Telegram sends picture after picture, and never says which is the last."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.storage import albums, updates
from bot.storage.albums import Waiting
from bot.storage.database import Database
from bot.storage.moments import now

# After so long without another picture an album is whole.
QUIET_FOR = timedelta(seconds=2)
# How long after a failure the albums are looked at again.
RETRY_S = 2.0
# How soon an album is looked at again whose chat has updates that are not handled yet.
BUSY_S = 0.25
# How often those are looked for that another process has taken the pictures of, and has died since.
LOOK_S = 5.0

_log = logging.getLogger(__name__)


class Collector:
    """Has each album answered once it is whole: those that the database holds, whichever process has put them there.

    Several processes may answer one at once; `answer` takes it out of the database, and only one gets it.

    After a start, too, it waits for pictures that Telegram may still have in store.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._news = asyncio.Event()
        self._at_work: dict[tuple[int, str], asyncio.Future[None]] = {}

    def wake(self) -> None:
        """Say that a picture of an album has come."""
        self._news.set()

    async def run(self, answer: Callable[[Waiting], Awaitable[None]]) -> None:
        """Have albums answered until cancelled; `answer` takes an album out of the database, unless it has grown."""
        begun = now()
        try:
            while True:
                self._news.clear()
                try:
                    wait = await self._look(begun, answer)
                except SQLAlchemyError:
                    _log.exception("the albums cannot be looked at")
                    wait = RETRY_S
                if not self._database.is_sqlite:
                    wait = LOOK_S if wait is None else min(wait, LOOK_S)
                # `wait_for` would lose a cancellation that comes together with news.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._news.wait()
        finally:
            tasks = list(self._at_work.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self, begun: datetime, answer: Callable[[Waiting], Awaitable[None]]) -> float | None:
        """Have those answered that are whole; return in how many seconds the next one may be, None if there is none."""
        async with self._database.snapshot() as db:
            waiting = await albums.waiting(db, self._bot_id)
            busy = await updates.lines_at_work(db, self._bot_id, {album.chat_id for album in waiting})
        left: list[float] = []
        for album in waiting:
            key = album.chat_id, album.album_id
            seconds = (max(album.last_received_at, begun) + QUIET_FOR - now()).total_seconds()
            if key in self._at_work:
                continue
            if seconds > 0:
                left.append(seconds)
            elif album.chat_id in busy:
                # One of them may hold a picture of it, or end it.
                left.append(BUSY_S)
            else:
                self._at_work[key] = task = asyncio.ensure_future(answer(album))
                task.add_done_callback(functools.partial(self._leave, key))
        return min(left, default=None)

    def _leave(self, key: tuple[int, str], task: asyncio.Future[None]) -> None:
        del self._at_work[key]
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            _log.error("an album could not be answered", exc_info=error)
            asyncio.get_running_loop().call_later(RETRY_S, self.wake)
        else:
            # It may have grown meanwhile.
            self.wake()
