"""When a run ends before its schedule does."""

from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Asked for when `minutes` are over, or by SIGINT or SIGTERM while this is open.

    A second signal acts as if this were not here, unless `patient`: `torchrun` passes on the signals that a terminal
    has already sent to every process, and kills those that take too long by itself.
    """

    def __init__(self, minutes: float | None, patient: bool = False) -> None:
        self._until = float("inf") if minutes is None else time.monotonic() + 60 * minutes
        self._patient = patient
        self._signalled = False
        self._before: dict[signal.Signals, Any] = {}

    def asked(self) -> bool:
        """Whether to stop after the present step."""
        return self._signalled or time.monotonic() >= self._until

    def __enter__(self) -> Stop:
        # Python allows only the main thread to handle signals.
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._receive) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self._signalled = True
        if not self._patient:
            self.__exit__()
