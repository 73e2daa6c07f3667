"""Whose turn it is at the easel: one picture at a time, and short work between two strokes of long work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """The turns at one easel, first come, first served."""

    def __init__(self) -> None:
        self._easel = asyncio.Lock()
        self._waiting = 0

    @asynccontextmanager
    async def turn(self, unless: asyncio.Future[Exception]) -> AsyncIterator[None]:
        """Have the easel for as long as the context is open.

        Raises:
            Exception: the result of `unless`, which came before the turn did.
        """
        await self._wait(unless)
        try:
            if unless.done():
                raise unless.result()
            yield
        finally:
            self._easel.release()

    def step_aside(self, loop: asyncio.AbstractEventLoop) -> None:
        """From the thread that paints in its turn: let those paint first who have come to wait."""
        if self._waiting:
            asyncio.run_coroutine_threadsafe(self._let_pass(), loop).result()

    async def _let_pass(self) -> None:
        # The lock is fair: who waits now comes first, and who comes later does not.
        self._easel.release()
        await self._easel.acquire()

    async def _wait(self, unless: asyncio.Future[Exception]) -> None:
        turn = asyncio.ensure_future(self._easel.acquire())
        self._waiting += 1

        def leave(_: object) -> None:
            turn.cancel()

        unless.add_done_callback(leave)
        try:
            await turn
        except asyncio.CancelledError:
            if unless.done():
                raise unless.result() from None
            raise
        finally:
            self._waiting -= 1
            unless.remove_done_callback(leave)
