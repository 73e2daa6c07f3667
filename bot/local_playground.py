"""The playground as a part of `python -m bot`, where there is no token."""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from bot.lock import ProcessLock
from bot.playground.__main__ import main as serve
from bot.playground.store import STORAGE_CHAT_ID
from bot.settings import Settings
from bot.supervisor import Child, follow_parent

HOST = "127.0.0.1"
# How many ports after the first are tried.
PORTS = 100
START_S = 30.0
# How long the playground of a bot that was just killed may take to go.
LEAVE_S = 5.0
POLL_S = 0.05


@asynccontextmanager
async def playground(settings: Settings) -> AsyncIterator[Settings]:
    """Run a playground for as long as the context is open; once it answers, yield settings that lead to it.

    Raises:
        TimeoutError: it does not start.
        OSError: no port is free.
    """
    folder = settings.data_dir / "playground"
    await _until_left(folder)
    port = free_port(settings.playground_port)
    arguments = ["playground", "--port", str(port), "--data", str(folder), "--embedded"]
    url = f"http://{HOST}:{port}"
    async with Child("playground", arguments, {}).running():
        await _until_it_answers(url)
        yield settings.for_playground(url, token_of(folder), STORAGE_CHAT_ID)


def run(port: int, folder: Path) -> int:
    """Be that process: serve until the parent is gone; return the exit status."""
    lock = ProcessLock(_lock_of(folder))
    if not lock.take():
        print(f"Another playground uses {folder}.", file=sys.stderr)
        return 1
    follow_parent(on_wake=lambda: None, on_gone=lambda: os.kill(os.getpid(), signal.SIGTERM))
    return serve(["--port", str(port), "--data", str(folder)])


def token_of(folder: Path) -> str:
    """Return the token for the playground that keeps its state in `folder`.

    Each playground has a bot id of its own: a new one counts its updates from 1 again, and under the id of an
    earlier one they would pass for updates handled long ago.
    """
    path = folder / "token"
    if not path.exists():
        path.write_text(f"{10**9 + secrets.randbelow(9 * 10**9)}:playground")
    return path.read_text()


def free_port(first: int) -> int:
    """Return the first free port on loopback from `first` on.

    Raises:
        OSError: a hundred in a row are taken.
    """
    for port in range(first, min(first + PORTS, 65536)):
        with socket.socket() as probe:
            if os.name == "posix":
                # Connections that linger from before are no reason to move; elsewhere this would share the port.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise OSError(errno.EADDRINUSE, f"no free port from {first} on")


def _lock_of(folder: Path) -> Path:
    return folder / "playground.lock"


async def _until_left(folder: Path) -> None:
    """Wait for an earlier playground to free its folder and its port, so that the address stays the same."""
    lock, deadline = ProcessLock(_lock_of(folder)), time.monotonic() + LEAVE_S
    while not lock.take():
        if time.monotonic() > deadline:
            return
        await asyncio.sleep(POLL_S)
    lock.give_back()


async def _until_it_answers(url: str) -> None:
    async with asyncio.timeout(START_S), aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(POLL_S)
