"""Processes that belong to this one: started again when they die, and stopped with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar

# How long a child that died at once is left alone; doubled each time, up to the longest.
FIRST_BACKOFF_S = 0.2
LONGEST_BACKOFF_S = 30.0
# A child that ran for so long has not died of its start.
SETTLED_S = 30.0
# How long a child may take to stop before it is killed.
STOP_S = 25.0

# Ctrl-C reaches all processes of a terminal's foreground; when children stop is their parent's to say.
_APART: dict[str, Any] = {"start_new_session": True}
if sys.platform == "win32":
    _APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}

_log = logging.getLogger(__name__)


class Child:
    """`python -m bot` with `arguments`, as a process that knows when this one has gone.

    The pipe to its standard input does both: each line wakes it up, and its end, which the system sees to even
    after `kill -9`, tells it to stop.
    """

    # How this program is called; a test that puts something in the place of the engine does so in the children too.
    command: ClassVar[tuple[str, ...]] = (sys.executable, "-m", "bot")

    def __init__(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._arguments = arguments
        self._environment = {**os.environ, **environment}
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process is there at this moment."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The process that was started last."""
        return self._process.pid if self._process is not None else None

    def wake(self) -> None:
        """Tell the child that there is something to do; one that is just being started looks by itself."""
        if self._process is None or self._process.stdin is None or not self.is_running:
            return
        # A child that does not read has enough wake-ups waiting.
        if self._process.stdin.transport.get_write_buffer_size() == 0:
            self._process.stdin.write(b"\n")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the child running for as long as the context is open."""
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper
            await self._stop()

    async def _keep(self) -> None:
        backoff = FIRST_BACKOFF_S
        while True:
            started = time.monotonic()
            try:
                end = f"with status {await self._run()}"
            except OSError as error:
                # Out of memory or processes; that may pass.
                end = f"before it began: {error}"
            if time.monotonic() - started > SETTLED_S:
                backoff = FIRST_BACKOFF_S
            _log.error("the %s died %s; again in %.1f s", self.name, end, backoff)
            await asyncio.sleep(backoff)
            backoff = min(2 * backoff, LONGEST_BACKOFF_S)

    async def _run(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self.command,
            *self._arguments,
            stdin=PIPE,
            stdout=DEVNULL,
            env=self._environment,
            **_APART,
        )
        _log.info("the %s runs as process %d", self.name, self._process.pid)
        return await self._process.wait()

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            _log.error("the %s does not stop and is killed", self.name)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def follow_parent(on_wake: Callable[[], object], on_gone: Callable[[], object]) -> None:
    """In a child: call `on_wake` for each wake-up and `on_gone` once the parent is gone, from another thread."""

    def listen() -> None:
        while os.read(0, 4096):
            on_wake()
        on_gone()

    threading.Thread(target=listen, name="parent", daemon=True).start()
