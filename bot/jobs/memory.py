"""A worker's own memory: one that takes too much ends in good order, before the system ends it at its work."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

LOOK_S = 5.0
# Longer than any one painting takes: what it takes for that is no leak.
SUSTAINED_S = 90.0
# How long what is at hand may take then; a minute's work that was broken off would only begin anew.
GRACE_S = 90.0
# The exit status by which whoever started the worker knows that it is to be started again: sysexits' EX_TEMPFAIL.
STATUS = 75
# Of what the container has; the rest is for peaks.
_SHARE = 0.85
# The limits of control groups, of the second kind and of the first.
_LIMITS = ("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes")
# The first kind has no word for no limit, only a number as large as that.
_NO_LIMIT = 2**60

_log = logging.getLogger(__name__)


def resident() -> int | None:
    """Return the bytes of memory that this process holds now; None where the system does not tell (not Linux)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def limit(megabytes: int | None, root: Path = Path("/")) -> int | None:
    """Return the bytes that a worker may hold: those asked for, else most of its container's; None outside of one."""
    if megabytes is not None:
        return megabytes * 2**20
    for name in _LIMITS:
        with contextlib.suppress(OSError):
            said = (root / name).read_text().strip()
            if said.isdigit() and int(said) < _NO_LIMIT:
                return int(_SHARE * int(said))
    return None


class MemoryWatch:
    """Tells whether the memory has been above `most` bytes for so long that it will not come down by itself.

    Args:
        most: None for no limit.
        reading: returns the bytes held now, or None where nobody knows.
        clock: returns the time in seconds.
    """

    def __init__(
        self,
        most: int | None,
        reading: Callable[[], int | None] = resident,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._reading = reading
        self._clock = clock
        self._above_since: float | None = None
        self._held = 0
        self.is_over = False

    @asynccontextmanager
    async def watching(self, stop: Callable[[float], object]) -> AsyncIterator[None]:
        """Watch for as long as the context is open; `stop` is called once it is over, with the seconds of grace."""
        if self._most is None:
            yield
            return
        if self._reading() is None:
            _log.warning("this system does not tell how much memory the worker takes: it is not watched")
            yield
            return
        task = asyncio.create_task(self._watch(stop))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _watch(self, stop: Callable[[float], object]) -> None:
        assert self._most is not None
        while True:
            if self.look():
                break
            await asyncio.sleep(LOOK_S)
        _log.error(
            "the worker has held more than %d MB for %.0f s, now %d MB: it finishes what it has and ends with status "
            "%d, to be started again; if that happens often, set EASEL_WORKER_MEMORY_MB higher, give its container "
            "more memory, or lower EASEL_JOBS_IN_FLIGHT",
            self._most / 2**20,
            SUSTAINED_S,
            self._held / 2**20,
            STATUS,
        )
        stop(GRACE_S)

    def look(self) -> bool:
        """Look once; return whether it is over."""
        held = self._reading()
        if self._most is None or held is None or held <= self._most:
            self._above_since = None
            return self.is_over
        self._held = held
        if self._above_since is None:
            self._above_since = self._clock()
        self.is_over = self.is_over or self._clock() - self._above_since >= SUSTAINED_S
        return self.is_over
