"""A PostgreSQL server of one's own for the time being, which may be restarted and crashed as others' may not be."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

# PostgreSQL refuses to be run by root.
ACCOUNT = "postgres"
# Debian keeps the programs of each version out of the way.
_BESIDES = "/usr/lib/postgresql"

# `fast` ends all connections and writes what there is to write; `immediate` crashes, and recovers at the next start.
StopMode = Literal["fast", "immediate"]


class ServerMissingError(Exception):
    """PostgreSQL's programs are not installed."""


class OwnPostgreSQL:
    """`with OwnPostgreSQL() as server:` runs a new, empty server on 127.0.0.1; `server.url` is of a database there.

    Raises:
        ServerMissingError: as it begins.
        subprocess.CalledProcessError: one of PostgreSQL's programs failed; its words are on the standard output.
    """

    def __init__(self) -> None:
        self._folder = Path()
        self._port = 0
        self._programs = Path()

    def __enter__(self) -> Self:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="easel-postgresql-"))
        try:
            self._port = _free_port()
            if _is_root():
                shutil.chown(self._folder, ACCOUNT)
            self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
            self.start()
        except BaseException:
            shutil.rmtree(self._folder)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self._folder)

    @property
    def url(self) -> str:
        """The URL of a database on the server, as SQLAlchemy takes it."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, at the same port each time, and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder}"
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}", f"--options={options}")

    def stop(self, mode: StopMode) -> None:
        """Stop it."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def restart(self, mode: StopMode, down_for: float = 0.0) -> None:
        """Stop it, and start it after so many seconds."""
        self.stop(mode)
        time.sleep(down_for)
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        account = ACCOUNT if _is_root() else None
        done = subprocess.run(
            [self._programs / program, *arguments, f"--pgdata={self._folder / 'data'}"],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=account,
            group=account,
            extra_groups=None if account is None else [],
        )
        if done.returncode != 0:
            print(done.stdout)
        done.check_returncode()


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs, of the newest version."""
    beside = sorted(Path(_BESIDES).glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("pg_ctl", path=os.pathsep.join([*map(str, reversed(beside)), os.environ.get("PATH", "")]))
    if found is None:
        raise ServerMissingError("initdb and pg_ctl are not installed: they come with PostgreSQL's server")
    return Path(found).resolve().parent


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
