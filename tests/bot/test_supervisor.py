import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.local_playground import free_port
from bot.supervisor import Child
from tests.easel_process import is_alive

PATIENCE_S = 60.0


@asynccontextmanager
async def child_at_work(folder: Path) -> AsyncIterator[tuple[Child, str]]:
    """A playground as the child; it is the one that starts fastest."""
    port = free_port(18_000)
    child = Child("playground", ["playground", "--port", str(port), "--data", str(folder), "--embedded"], {})
    async with child.running():
        yield child, f"http://127.0.0.1:{port}"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if condition():
                return
            await asyncio.sleep(0.02)


async def until_it_answers(url: str) -> None:
    async with asyncio.timeout(PATIENCE_S), aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(url):
                    return
            await asyncio.sleep(0.05)


async def test_a_child_that_dies_is_started_again_and_goes_with_its_parent(tmp_path: Path) -> None:
    async with child_at_work(tmp_path) as (child, url):
        await until_it_answers(url)
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.pid not in (None, first))
        await until_it_answers(url)
        second = child.pid
    assert second is not None
    assert not is_alive(second)
    assert not child.is_running


FOLLOWER = """
import threading
from bot.supervisor import follow_parent
gone = threading.Event()
follow_parent(on_wake=lambda: print("woken", flush=True), on_gone=gone.set)
print("ready", flush=True)
gone.wait(60)
print("gone", flush=True)
"""


def test_a_child_hears_wake_ups_and_the_end_of_its_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FOLLOWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "woken\n"
        # What the system does for a parent that was killed.
        process.stdin.close()
        assert process.stdout.readline() == "gone\n"


def test_the_bots_own_process_does_not_load_torch() -> None:
    code = "import sys, bot.everything; print('torch' in sys.modules, 'bot.jobs.painter' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
