"""Budgets: how much may be sent in how much time. Times are seconds on any clock that never goes back."""

from __future__ import annotations


class Hold:
    """Places of a window that a call has taken."""

    def __init__(self, cost: int) -> None:
        self.cost = cost
        self.ended_at: float | None = None

    def end(self, now: float) -> None:
        """Note that the call has been answered, or has failed."""
        self.ended_at = now


class Window:
    """At most `limit` messages within any `seconds`, however they are spaced.

    A call holds its places until `seconds` after its end: Telegram counts it at some moment between its beginning
    and its end, and nobody here knows which.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self._seconds = seconds
        self._holds: list[Hold] = []
        self._held = 0

    def wait(self, now: float, cost: int) -> float:
        """Return for how many seconds at least there will be no room for `cost` messages; 0.0 if there is now."""
        wanted = min(cost, self.limit)
        # Those whose time is over are looked for only when they are in the way.
        if self._held + wanted > self.limit:
            self._holds = [hold for hold in self._holds if self._freed_at(hold, now) > now]
            self._held = sum(hold.cost for hold in self._holds)
        missing = self._held + wanted - self.limit
        if missing <= 0:
            return 0.0
        for hold in sorted(self._holds, key=lambda hold: self._freed_at(hold, now)):
            missing -= hold.cost
            if missing <= 0:
                return self._freed_at(hold, now) - now
        raise AssertionError("what is held is never more than the limit")

    def take(self, now: float, cost: int) -> Hold:
        """Take the places of a call that begins; it is the caller who waits for them."""
        hold = Hold(min(cost, self.limit))
        self._holds.append(hold)
        self._held += hold.cost
        return hold

    def _freed_at(self, hold: Hold, now: float) -> float:
        # A call under way frees its places this much later at the earliest.
        return (now if hold.ended_at is None else hold.ended_at) + self._seconds


class Bucket:
    """`limit` messages at once, and `per_second` of them in the long run."""

    def __init__(self, limit: int, per_second: float) -> None:
        self.limit = limit
        self._per_second = per_second
        self._full_at = float("-inf")

    def wait(self, now: float, cost: int) -> float:
        """Return for how many seconds there will be no room for `cost` messages; 0.0 if there is now."""
        spent = max(self._full_at - now, 0.0) * self._per_second
        return max(spent + min(cost, self.limit) - self.limit, 0.0) / self._per_second

    def take(self, now: float, cost: int) -> Hold:
        """Take the places of a call that begins; it is the caller who waits for them."""
        self._full_at = max(self._full_at, now) + cost / self._per_second
        return Hold(cost)


Budget = Window | Bucket
