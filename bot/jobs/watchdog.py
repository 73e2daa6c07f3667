"""Ends a worker that hangs: a decoder that never returns must not keep everybody waiting for ever."""

from __future__ import annotations

import faulthandler
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# How often at most the time is counted anew.
_AGAIN_S = 1.0


class Watchdog:
    """Ends the process, as `kill -9` would, if work gives no sign of life for so many `seconds`.

    Whoever looks after the process starts it again, and what it was at counts as an attempt. A timer in C does it: a
    decoder that hangs with the interpreter's lock in its hand stops everything that is written in Python.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._counted_from = float("-inf")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch for as long as the context is open; a process has one such watch, and the newest work has it."""
        self._count()
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            # Long work, which this was in the middle of, counts anew with its next sign of life.
            self._counted_from = float("-inf")

    def alive(self) -> None:
        """Give a sign of life, from any thread."""
        if self._clock() - self._counted_from >= _AGAIN_S:
            self._count()

    def _count(self) -> None:
        self._counted_from = self._clock()
        faulthandler.dump_traceback_later(self._seconds, exit=True)
