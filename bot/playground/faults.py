"""Failures on demand: what Telegram and the network do to a bot now and then, for tests to arm."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import BotApiError, PersonError

KINDS = ("429", "500", "502", "403", "400", "drop", "slow", "timeout", "held")
# The method name under which file downloads are found.
DOWNLOAD = "file"


@dataclass(eq=False)
class Fault:
    """One armed failure.

    ``method`` is a Bot API method, ``*`` for any of them, or ``file`` for downloads. ``after_effect`` means
    that the call is carried out and only its answer is lost or replaced. ``seconds`` is how long ``slow``
    waits and how long ``timeout`` keeps the caller hanging. What is ``held`` waits until it is released.
    """

    method: str
    kind: str
    times: int
    retry_after: int
    seconds: float
    description: str | None
    after_effect: bool
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def as_json(self) -> dict[str, Any]:
        """Return the fault as ``GET /api/faults`` shows it."""
        return {
            "method": self.method,
            "kind": self.kind,
            "times": self.times,
            "retry_after": self.retry_after,
            "seconds": self.seconds,
            "description": self.description,
            "after_effect": self.after_effect,
        }

    def error(self) -> BotApiError | None:
        """Return Telegram's answer for the kinds that answer, None for those that do not."""
        match self.kind:
            case "429":
                return BotApiError(
                    429,
                    self.description or f"Too Many Requests: retry after {self.retry_after}",
                    {"retry_after": self.retry_after},
                )
            case "500":
                return BotApiError(500, self.description or "Internal Server Error")
            case "502":
                return BotApiError(502, self.description or "Bad Gateway")
            case "403":
                return BotApiError(403, self.description or "Forbidden: bot was blocked by the user")
            case "400":
                return BotApiError(400, self.description or "Bad Request: simulated")
            case _:
                return None


class Faults:
    """The armed failures, used up in the order in which they were armed."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._held: list[Fault] = []

    def arm(self, wish: dict[str, Any]) -> Fault:
        """Arm what the JSON of ``POST /api/faults`` asks for.

        Raises:
            PersonError: the wish names no method or an unknown kind, or a number is out of range.
        """
        kind = str(wish.get("kind", ""))
        method = wish.get("method")
        if kind not in KINDS:
            raise PersonError(400, f"kind must be one of {', '.join(KINDS)}")
        if not isinstance(method, str) or not method:
            raise PersonError(400, "method must be a Bot API method, * or file")
        try:
            fault = Fault(
                method=method,
                kind=kind,
                times=int(wish.get("times", 1)),
                retry_after=int(wish.get("retry_after", 1)),
                seconds=float(wish.get("seconds", 1.0 if kind == "slow" else 3600.0)),
                description=wish.get("description"),
                after_effect=bool(wish.get("after_effect", False)),
            )
        except (TypeError, ValueError) as error:
            raise PersonError(400, "times, retry_after and seconds must be numbers") from error
        if fault.times < 1 or fault.retry_after < 0 or fault.seconds < 0:
            raise PersonError(400, "times must be at least 1, retry_after and seconds at least 0")
        self._armed.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Return the failure that the next call of ``method`` meets, if any, and use it up by one."""
        for fault in self._armed:
            anything = fault.method == "*" and method != DOWNLOAD
            if anything or fault.method.lower() == method.lower():
                fault.times -= 1
                if fault.times == 0:
                    self._armed.remove(fault)
                if fault.kind == "held" and fault not in self._held:
                    self._held.append(fault)
                return fault
        return None

    def release(self, method: str) -> None:
        """Let the calls go on that the oldest ``held`` of a method keeps.

        Raises:
            PersonError: no call of that method is held.
        """
        for fault in self._held:
            if fault.method.lower() == method.lower():
                self._held.remove(fault)
                fault.released.set()
                return
        raise PersonError(409, f"no call of {method} is held")

    def forget(self, fault: Fault) -> None:
        """Count a call no longer as held whose caller has hung up."""
        if fault in self._held:
            self._held.remove(fault)

    def armed(self) -> list[Fault]:
        """Return what is left."""
        return list(self._armed)

    def clear(self) -> None:
        """Disarm everything, and let go what is held."""
        self._armed.clear()
        for fault in self._held:
            fault.released.set()
        self._held.clear()
