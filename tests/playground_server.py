"""The playground for tests: in the test's own process, or as one of its own that can be killed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.server import running

START_TIMEOUT_S = 30.0
TOKEN = "4242:easel-playground"


@dataclass(frozen=True)
class PlaygroundServer:
    """A running playground: its address, and what python-telegram-bot is to be given."""

    url: str
    data_dir: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def base_url(self) -> str:
        """The ``base_url`` of a ``telegram.Bot``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The ``base_file_url`` of a ``telegram.Bot``."""
        return f"{self.url}/file/bot"

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return int(self.url.rsplit(":", 1)[1])

    async def kill(self) -> None:
        """Kill the playground's process, as ``kill -9`` does."""
        assert self.process is not None, "only a playground_process() can be killed"
        self.process.kill()
        await self.process.wait()


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[PlaygroundServer]:
    """Run a playground of the test's own; its state dies with the test."""
    data_dir = tmp_path / "playground"
    async with running("127.0.0.1", 0, data_dir) as url:
        yield PlaygroundServer(url, data_dir)


@asynccontextmanager
async def playground_process(data_dir: Path, port: int = 0) -> AsyncIterator[PlaygroundServer]:
    """Run ``python -m bot.playground`` as a process of its own for as long as the context is open."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.playground", "--port", str(port), "--data", str(data_dir)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), START_TIMEOUT_S)
        yield PlaygroundServer(line.decode().split()[-1], data_dir, process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
