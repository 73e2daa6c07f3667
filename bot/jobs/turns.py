"""Whose turn it is at the easel: one job at a time, with those taken along, and short work between strokes of long."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(order=True)
class _Place:
    """Somebody's place in the line; `turn` is done once it is theirs, and cancelled if they have left."""

    round: int
    priority: float
    arrival: int
    turn: asyncio.Future[None] = field(compare=False)


class Turns:
    """The turns at one easel: the lowest priority first and, among equals, whoever came first."""

    def __init__(self) -> None:
        self._is_taken = False
        self._line: list[_Place] = []
        self._round = 0
        self._arrivals = 0

    @asynccontextmanager
    async def turn(self, unless: asyncio.Future[Exception], priority: float = 0) -> AsyncIterator[None]:
        """Have the easel for as long as the context is open.

        Raises:
            Exception: the result of `unless`, which came before the turn did.
        """
        await self._wait(unless, priority)
        try:
            if unless.done():
                raise unless.result()
            yield
        finally:
            self._pass_on()

    def step_aside(self, loop: asyncio.AbstractEventLoop) -> None:
        """From the thread that paints in its turn: let those paint first who have come to wait."""
        if self._line:
            asyncio.run_coroutine_threadsafe(self._let_pass(), loop).result()

    async def _let_pass(self) -> None:
        mine = self._stand_in_line(float("inf"))
        # Who waits now comes first, and who comes later does not, however urgent.
        self._round += 1
        self._pass_on()
        await mine

    async def _wait(self, unless: asyncio.Future[Exception], priority: float) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        turn = self._stand_in_line(priority)

        def leave(_: object) -> None:
            turn.cancel()

        unless.add_done_callback(leave)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._pass_on()
            elif unless.done():
                raise unless.result() from None
            raise
        finally:
            unless.remove_done_callback(leave)

    def _stand_in_line(self, priority: float) -> asyncio.Future[None]:
        place = _Place(self._round, priority, self._arrivals, asyncio.get_running_loop().create_future())
        self._arrivals += 1
        heapq.heappush(self._line, place)
        return place.turn

    def _pass_on(self) -> None:
        """Give the easel to the next in line who has not left."""
        while self._line:
            turn = heapq.heappop(self._line).turn
            if not turn.done():
                turn.set_result(None)
                return
        self._is_taken = False
