"""The real `python -m bot` beside a playground, as processes that can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from tests.playground_server import TOKEN

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 40.0


class EaselProcess:
    """`with EaselProcess(folder) as easel:` runs a playground; `easel.start()` runs the bot, any number of times.

    `embedded`: the bot is given no token, and has to run its playground by itself. `module` is what is run, `bot` or
    what stands in for a part of it. Further `settings` are those of `bot.settings`, by their names.
    """

    def __init__(self, folder: Path, *, embedded: bool = False, module: str = "bot", **settings: str) -> None:
        self._embedded = embedded
        self._module = module
        self.data_dir = folder / "var"
        self.url = ""
        self._folder = folder
        self._settings = settings
        self._playground: subprocess.Popen[str] | None = None
        self._bot: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def __enter__(self) -> EaselProcess:
        if self._embedded:
            return self
        command = [sys.executable, "-m", "bot.playground", "--port", "0", "--data", str(self._folder / "playground")]
        self._playground = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._playground.stdout is not None
        self.url = self._playground.stdout.readline().split()[-1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                print(self.log())
            self.stop()
            if self._workers():
                # The worker of a killed bot goes by itself; nothing may outlive the test.
                self.until(lambda: not is_alive(self.worker_pid), STOP_TIMEOUT_S)
        finally:
            if self._playground is not None:
                self._playground.terminate()
                self._playground.communicate(timeout=STOP_TIMEOUT_S)

    def start(self) -> None:
        """Start the bot and wait until it is ready."""
        self._starts += 1
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("EASEL_")},
            "EASEL_DATA_DIR": str(self.data_dir),
            **({} if self._embedded else {"EASEL_TELEGRAM_TOKEN": TOKEN, "EASEL_TELEGRAM_API_URL": self.url}),
            **{f"EASEL_{name.upper()}": value for name, value in self._settings.items()},
        }
        with self._log.open("wb") as log:
            self._bot = subprocess.Popen([sys.executable, "-m", self._module], env=environment, stdout=log, stderr=log)
        self.until(lambda: "Easel is ready" in self.log() or not self.is_running, START_TIMEOUT_S)
        assert self.is_running, self.log()
        if self._embedded:
            self.url = re.findall(r"open (\S+) and", self.log())[0]
        self.until(lambda: self._workers() != [], START_TIMEOUT_S)

    @property
    def is_running(self) -> bool:
        """Whether the bot's process is there."""
        return self._bot is not None and self._bot.poll() is None

    @property
    def worker_pid(self) -> int:
        """The process id of the worker that was started last."""
        return self._workers()[-1]

    @property
    def worker_starts(self) -> int:
        """How often this bot has started its worker."""
        return len(self._workers())

    def kill(self) -> None:
        """`kill -9` the bot."""
        assert self._bot is not None
        self._bot.kill()
        self._bot.wait(STOP_TIMEOUT_S)

    def kill_worker(self) -> None:
        """`kill -9` the worker."""
        os.kill(self.worker_pid, signal.SIGKILL)

    def stop(self) -> int | None:
        """Stop the bot in good order, as Ctrl-C would; return its exit status."""
        if self._bot is None:
            return None
        if self._bot.poll() is None:
            self._bot.terminate()
        try:
            return self._bot.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._bot.kill()
            self._bot.wait()
            raise

    def log(self) -> str:
        """Return what the bot and its worker have said since the last start."""
        return self._log.read_text(errors="replace") if self._starts else ""

    @staticmethod
    def until(condition: object, timeout: float) -> None:
        """Wait until `condition()` holds; an AssertionError after `timeout` seconds."""
        assert callable(condition)
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, f"not within {timeout} s"
            time.sleep(0.02)

    @property
    def _log(self) -> Path:
        return self._folder / f"easel-{self._starts}.log"

    def _workers(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"the worker runs as process (\d+)", self.log())]


def is_alive(pid: int) -> bool:
    """Tell whether a process is there; one that was killed and not yet waited for is not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
