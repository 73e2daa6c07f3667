"""What a worker does besides its jobs; nobody waits for it until the worker ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Coroutine
from typing import Any

# How long whatever is to end may take to do so by itself; and then, to break off.
GIVE_UP_S = 2.0


class Errands:
    """Tasks that run on their own and deal with their failures themselves."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, errand: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have something done."""
        task = asyncio.create_task(errand)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def end(self) -> None:
        """Wait for all that is about to end, and for what that has begun; cancel the rest."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP_S):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        if self._tasks:
            await _break_off(self._tasks)


async def end(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait for tasks that are about to end; cancel those that do not."""
    _, late = await asyncio.wait(tasks, timeout=GIVE_UP_S)
    if late:
        await _break_off(late)


async def _break_off(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    # Not for ever: they may be writing to a database that is away.
    await asyncio.wait(tasks, timeout=GIVE_UP_S)
