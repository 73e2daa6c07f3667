"""Keeps the bot within Telegram's limits, and does what Telegram says when it says "later"."""

from __future__ import annotations

import asyncio
import enum
import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.limits.budgets import Bucket, Budget, Hold, Window
from bot.limits.calls import ALWAYS_COURTESIES, NEVER_LATE, cost_of, goes_to_a_chat, is_group, place_of
from bot.limits.retry_after import seconds_of
from bot.limits.telegram_limits import Limits
from bot.refusals import is_too_large

ATTEMPTS = 4
FIRST_BACKOFF_S = 0.5
# Lines of chats in memory before those that nobody stands in are forgotten.
LINES_KEPT = 1024

_log = logging.getLogger(__name__)


class Urgency(enum.Enum):
    """What a caller may say of a call by `rate_limit_args`; without it, the call waits for its turn."""

    COURTESY = "courtesy"


class Dropped(TelegramError):
    """A courtesy that was not made, because others need the room that is left."""


class _Line:
    """Those who want to send to one chat, first come, first served."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.turn = asyncio.Lock()
        self.closed_until = float("-inf")

    def wait(self, now: float, cost: int) -> float:
        return max(self.closed_until - now, self.budget.wait(now, cost))

    def has_room_to_spare(self, now: float, cost: int) -> bool:
        """Tell whether half of the budget would be left."""
        return not self.turn.locked() and self.wait(now, cost + self.budget.limit // 2) == 0.0

    def is_idle(self, now: float) -> bool:
        return not self.turn.locked() and self.wait(now, self.budget.limit) == 0.0


class RateLimiter(BaseRateLimiter[Urgency]):
    """Lets calls through at the pace that `limits` allow, over all chats and in each chat.

    A chat that Telegram closes for a while (`RetryAfter`) is left alone for as long, and only that chat. A call
    that did not get through is repeated; one whose answer never came is not, since it may have been carried out, and
    a person should not be told the same thing twice. Courtesies are made while half of each budget is left, once, or
    else `Dropped`.

    Args:
        limits: of this process.
        longest_wait: seconds after which a call is given up with `RetryAfter`, whoever asked for the wait.
        clock: returns the time in seconds.
        sleep: waits for so many seconds of that time.
    """

    def __init__(
        self,
        limits: Limits,
        longest_wait: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._limits = limits
        self._longest_wait = longest_wait
        self._clock = clock
        self._sleep = sleep
        self._everybody = _Line(Window(limits.per_second, 1.0))
        self._lines: dict[Hashable, _Line] = {}
        self._lines_kept = LINES_KEPT

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Any:
        """Make the call when its turn has come, and return what it returns.

        Raises:
            Dropped: a courtesy for which there is no room.
            RetryAfter: the turn would come too late.
            TelegramError: what the call raises, where repeating it would not help.
        """

        async def call() -> Any:
            return await callback(*args, **kwargs)

        if endpoint in NEVER_LATE:
            return await call()
        cost, line = cost_of(endpoint, data), self._line(endpoint, data)
        if rate_limit_args is Urgency.COURTESY or endpoint in ALWAYS_COURTESIES:
            return await self._make_courtesy(call, endpoint, line, cost)
        return await self._make(call, endpoint, line, cost)

    async def _make_courtesy(self, call: Callable[[], Awaitable[Any]], endpoint: str, line: _Line, cost: int) -> Any:
        now = self._clock()
        if not (line.has_room_to_spare(now, cost) and self._everybody.has_room_to_spare(now, cost)):
            raise Dropped(f"{endpoint} was left out: others need the room")
        return await self._once(call, line, self._take(line, cost))

    async def _make(self, call: Callable[[], Awaitable[Any]], endpoint: str, line: _Line, cost: int) -> Any:
        for attempt in range(1, ATTEMPTS):
            hold = await self._turn(line, cost)
            try:
                return await self._once(call, line, hold)
            except RetryAfter as error:
                if seconds_of(error) > self._longest_wait:
                    raise
            except (BadRequest, TimedOut):
                raise
            except NetworkError as error:
                if is_too_large(error):
                    raise
                wait = FIRST_BACKOFF_S * 2 ** (attempt - 1)
                _log.warning("%s: %s; again in %.1f s", endpoint, error, wait)
                await self._sleep(wait)
        return await self._once(call, line, await self._turn(line, cost))

    async def _turn(self, line: _Line, cost: int) -> Hold:
        """Wait until the chat, and then everybody, has room for the call."""
        deadline = self._clock() + self._longest_wait
        async with line.turn:
            await self._room(line, cost, deadline)
            if not cost:
                return Hold(0)
            async with self._everybody.turn:
                await self._room(self._everybody, cost, deadline)
                return self._take(line, cost)

    async def _room(self, line: _Line, cost: int, deadline: float) -> None:
        while wait := line.wait(self._clock(), cost):
            if self._clock() + wait > deadline:
                raise RetryAfter(math.ceil(wait))
            await self._sleep(wait)

    def _take(self, line: _Line, cost: int) -> Hold:
        now = self._clock()
        # Ended as it begins: calls that hang in one chat must not keep all others waiting.
        self._everybody.budget.take(now, cost).end(now)
        return line.budget.take(now, cost)

    async def _once(self, call: Callable[[], Awaitable[Any]], line: _Line, hold: Hold) -> Any:
        try:
            return await call()
        except RetryAfter as error:
            line.closed_until = max(line.closed_until, self._clock() + seconds_of(error))
            raise
        finally:
            hold.end(self._clock())

    def _line(self, endpoint: str, data: dict[str, Any]) -> _Line:
        place = place_of(data)
        # What does not count as a message has limits of its own, of which only Telegram knows.
        key: Hashable = place if goes_to_a_chat(endpoint, data) else (endpoint, place)
        line = self._lines.get(key)
        if line is None:
            self._forget_idle_lines()
            budget: Budget = Bucket(self._limits.in_chat_at_once, self._limits.in_chat_per_second)
            if is_group(data):
                budget = Window(self._limits.in_group_per_minute, 60.0)
            line = self._lines[key] = _Line(budget)
        return line

    def _forget_idle_lines(self) -> None:
        if len(self._lines) < self._lines_kept:
            return
        now = self._clock()
        self._lines = {key: line for key, line in self._lines.items() if not line.is_idle(now)}
        self._lines_kept = max(2 * len(self._lines), LINES_KEPT)
