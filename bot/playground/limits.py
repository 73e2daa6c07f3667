"""How many messages a bot may send in a time: beyond, Telegram answers 429 and says when to come back."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import asdict, dataclass

from bot.playground.errors import BotApiError, PersonError
from bot.playground.records import Chat, Json


@dataclass(frozen=True)
class Allowance:
    """So many messages within any so many seconds."""

    messages: int
    seconds: float


# What Telegram documents. In a private chat it speaks of one message per second and lets short bursts pass.
DOCUMENTED = {"group": Allowance(20, 60), "private": Allowance(10, 10), "overall": Allowance(30, 1)}
# The others would be met by every test that is quick, and by no person.
ON_AT_FIRST = ("group",)


class Limits:
    """The allowances that are on, and when messages were sent."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Go back to the limits that are on at first, and forget what was sent."""
        self._on = {name: DOCUMENTED[name] for name in ON_AT_FIRST}
        self._sent: defaultdict[object, deque[float]] = defaultdict(deque)

    def as_json(self) -> Json:
        """Return the limits as ``GET /api/limits`` shows them: null for one that is off."""
        return {name: asdict(self._on[name]) if name in self._on else None for name in DOCUMENTED}

    def set(self, wish: Json) -> None:
        """Change limits as the JSON of ``POST /api/limits`` asks for.

        By name (group, private, overall): true for what Telegram documents, false or null for none, or an object with
        ``messages`` and ``seconds``.

        Raises:
            PersonError: there is no such limit, or its numbers are none.
        """
        wanted = {name: _allowance(name, value) for name, value in wish.items()}
        for name, allowance in wanted.items():
            if allowance is None:
                self._on.pop(name, None)
            else:
                self._on[name] = allowance
        self._sent.clear()

    def admit(self, chat: Chat, messages: int = 1) -> None:
        """Count ``messages`` that the bot is about to send into ``chat``.

        Raises:
            BotApiError: 429, they are too many; none of them is counted.
        """
        kind = "private" if chat.type == "private" else "group"
        met: list[tuple[object, Allowance]] = [
            (key, self._on[name]) for name, key in ((kind, chat.id), ("overall", "overall")) if name in self._on
        ]
        now = time.monotonic()
        waits = [_wait(self._sent[key], allowance, messages, now) for key, allowance in met]
        if waits and max(waits) > 0:
            seconds = math.ceil(max(waits))
            raise BotApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        for key, _ in met:
            self._sent[key].extend([now] * messages)


def _wait(sent: deque[float], allowance: Allowance, messages: int, now: float) -> float:
    """Return the seconds until ``messages`` more are allowed; too large an album waits for all of the allowance."""
    while sent and sent[0] <= now - allowance.seconds:
        sent.popleft()
    excess = min(len(sent) + messages - allowance.messages, len(sent))
    return sent[excess - 1] + allowance.seconds - now if excess > 0 else 0.0


def _allowance(name: str, value: object) -> Allowance | None:
    if name not in DOCUMENTED:
        raise PersonError(400, f"There is no limit {name}, only {', '.join(DOCUMENTED)}.")
    if value is True:
        return DOCUMENTED[name]
    if not value:
        return None
    try:
        assert isinstance(value, dict)
        allowance = Allowance(int(value["messages"]), float(value["seconds"]))
        assert allowance.messages > 0
        assert allowance.seconds > 0
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise PersonError(400, "A limit is true, false, or messages and seconds above 0.") from error
    return allowance
