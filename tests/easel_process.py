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

    `embedded`: the bot is given no token, and has to run its playground by itself. `local`: the playground hands files
    over as a Bot API server does that runs with `--local`. `module` is what is run, `bot` or what stands in for a part
    of it. Further `settings` are those of `bot.settings`, by their names; with `embedded_worker="false"`,
    `easel.work()` runs a worker by itself, any number of times.
    """

    def __init__(
        self, folder: Path, *, embedded: bool = False, local: bool = False, module: str = "bot", **settings: str
    ) -> None:
        self._embedded = embedded
        self._local = local
        self._module = module
        self.data_dir = folder / "var"
        self.url = ""
        self._folder = folder
        self._settings = settings
        self._workers: list[WorkerProcess] = []
        self._playground: subprocess.Popen[str] | None = None
        self._bot: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def __enter__(self) -> EaselProcess:
        if self._embedded:
            return self
        command = [sys.executable, "-m", "bot.playground", "--port", "0", "--data", str(self._folder / "playground")]
        if self._local:
            command.append("--local")
        with self._playground_log.open("wb") as log:
            self._playground = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._playground.stdout is not None
        self.url = self._playground.stdout.readline().split()[-1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                print(self.log())
                print(self._playground_log.read_text(errors="replace") if self._playground is not None else "")
            self.stop()
            for worker in self._workers:
                worker.stop()
            if self._embedded_workers():
                # The worker of a killed bot goes by itself; nothing may outlive the test.
                self.until(lambda: not is_alive(self.worker_pid), STOP_TIMEOUT_S)
        finally:
            if self._playground is not None:
                self._playground.terminate()
                self._playground.communicate(timeout=STOP_TIMEOUT_S)

    def start(self) -> None:
        """Start the bot and wait until it is ready."""
        self._starts += 1
        environment = self._environment()
        with self._log.open("wb") as log:
            self._bot = subprocess.Popen([sys.executable, "-m", self._module], env=environment, stdout=log, stderr=log)
        self.until(lambda: "Easel is ready" in self.log() or not self.is_running, START_TIMEOUT_S)
        assert self.is_running, self.log()
        if self._embedded:
            self.url = re.findall(r"open (\S+) and", self.log())[0]
        if self._settings.get("embedded_worker") != "false":
            self.until(lambda: self._embedded_workers() != [], START_TIMEOUT_S)

    def work(self) -> WorkerProcess:
        """Run a worker by itself, and wait until it can paint."""
        log = self._folder / f"worker-{len(self._workers) + 1}.log"
        worker = WorkerProcess([sys.executable, "-m", self._module, "worker"], self._environment(), log)
        self._workers.append(worker)
        worker.start()
        return worker

    @property
    def is_running(self) -> bool:
        """Whether the bot's process is there."""
        return self._bot is not None and self._bot.poll() is None

    @property
    def pid(self) -> int:
        """The process id of the bot that was started last."""
        assert self._bot is not None
        return self._bot.pid

    @property
    def playground_pid(self) -> int:
        """The process id of the playground."""
        assert self._playground is not None, "an embedded playground is a part of the bot"
        return self._playground.pid

    @property
    def worker_pid(self) -> int:
        """The process id of the worker that was started last."""
        return self._embedded_workers()[-1]

    @property
    def worker_starts(self) -> int:
        """How often this bot has started its worker."""
        return len(self._embedded_workers())

    @property
    def worker_is_ready(self) -> bool:
        """Whether the worker that this bot has started last can paint."""
        return "ready to paint" in self.log().rpartition("the worker runs as process")[2]

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

    def _environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("EASEL_")},
            "EASEL_DATA_DIR": str(self.data_dir),
            **({} if self._embedded else {"EASEL_TELEGRAM_TOKEN": TOKEN, "EASEL_TELEGRAM_API_URL": self.url}),
            **{f"EASEL_{name.upper()}": value for name, value in self._settings.items()},
        }

    @property
    def _playground_log(self) -> Path:
        return self._folder / "playground.log"

    @property
    def _log(self) -> Path:
        return self._folder / f"easel-{self._starts}.log"

    def _embedded_workers(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"the worker runs as process (\d+)", self.log())]


class WorkerProcess:
    """A worker that no bot looks after: `start` it, any number of times, and `kill` it."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self._command = command
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def pid(self) -> int:
        """The process id of the one that was started last."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it can paint."""
        self.starts += 1
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)
        EaselProcess.until(lambda: self._is_ready() or not self.is_running, START_TIMEOUT_S)
        assert self.is_running, self.log()

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """`kill -9` it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_TIMEOUT_S)

    def stop(self) -> None:
        """Stop it in good order."""
        if self._process is None or not self.is_running:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def log(self) -> str:
        """Return all that it has said."""
        return self._log.read_text(errors="replace")

    def _is_ready(self) -> bool:
        return self.log().count("ready to paint") >= self.starts


def is_alive(pid: int) -> bool:
    """Tell whether a process is there; one that was killed and not yet waited for is not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
