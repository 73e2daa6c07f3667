"""A clock that tests set: it jumps to the next moment at which somebody wakes up."""

from __future__ import annotations

import asyncio
import heapq
import itertools

# Enough turns of the event loop for whatever can go on at this moment to have gone on.
_TURNS = 50


class FakeClock:
    """`now()` and `sleep()` as `RateLimiter` takes them; a minute passes in no time."""

    def __init__(self) -> None:
        self.time = 1000.0
        self._sleepers: list[tuple[float, int]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        sleeper = (self.time + seconds, next(self._numbers))
        heapq.heappush(self._sleepers, sleeper)
        while True:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._sleepers[0] == sleeper:
                heapq.heappop(self._sleepers)
                self.time = max(self.time, sleeper[0])
                return
