"""Waking up whoever waits for something to change."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes all waiters each time it is given; a waiter looks at the state first, then waits.

    Nothing may be awaited between the look and the wait: that is what makes it impossible to miss a change.
    """

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def give(self) -> None:
        """Wake everybody who waits now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout: float | None) -> bool:
        """Wait for the next signal, at most ``timeout`` seconds; return whether it came."""
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
