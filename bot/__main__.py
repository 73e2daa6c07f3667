"""`python -m bot`: everything in one; its subcommands: a part of it.

What a part does not need is imported only where it is: the playground, for one, comes up in half the time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import webbrowser
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

LOCK = "easel.lock"


def main(arguments: list[str] | None = None) -> int:
    """Run what `arguments` say; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "worker":
                return _worker(embedded=options.embedded)
            case "playground":
                return _playground(options)
            case "migrate":
                return _migrate(options.to)
            case "check":
                return _check()
            case _:
                return _everything()
    except (OSError, TimeoutError) as error:
        print(f"Easel cannot start: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Easel: repaints photos in any style.")
    commands = parser.add_subparsers(dest="command", title="parts, without which all run together")
    worker = commands.add_parser("worker", help="paint and deliver what is in the queue")
    worker.add_argument("--embedded", action="store_true", help=argparse.SUPPRESS)
    playground = commands.add_parser("playground", help="a Bot API server with a chat page on this machine")
    playground.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1 (%(default)s)")
    playground.add_argument("--data", type=Path, default=Path("var/playground"), metavar="DIR")
    playground.add_argument("--embedded", action="store_true", help=argparse.SUPPRESS)
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    migrate.add_argument("--to", default="head", metavar="REVISION", help="or to another revision, or base")
    commands.add_parser("check", help="tell what is wrong with settings, database, weights and token")
    return parser


def _playground(options: argparse.Namespace) -> int:
    if options.embedded:
        from bot import local_playground

        return local_playground.run(options.port, options.data)
    from bot.playground.__main__ import main as serve

    return serve(["--port", str(options.port), "--data", str(options.data)])


def _worker(*, embedded: bool) -> int:
    # Before torch is loaded. Threads that spin while they wait take the cores from the conversation, and on a busy
    # machine from one another; on a quiet one they gain nothing.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from bot import error_reports, logs, settings

    known = settings.from_environment()
    if known.telegram_token is None:
        print("EASEL_TELEGRAM_TOKEN: a worker delivers by itself, and needs the bot's token.", file=sys.stderr)
        return 2
    logs.set_up(known, "worker")
    error_reports.set_up(known, "worker")
    from bot import worker
    from bot.storage.database import DatabaseAway

    try:
        return asyncio.run(worker.run(known, embedded=embedded))
    except DatabaseAway as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
        return 1


def _migrate(revision: str) -> int:
    from alembic.util import CommandError

    from bot import settings
    from bot.storage.database import DatabaseAway
    from bot.storage.migration import migrate

    try:
        asyncio.run(migrate(settings.from_environment().database_url, revision))
    except (CommandError, DatabaseAway) as error:
        print(f"The database cannot be migrated: {error}", file=sys.stderr)
        return 1
    return 0


def _check() -> int:
    from bot import check

    return asyncio.run(check.run())


def _everything() -> int:
    from bot import error_reports, logs, settings
    from bot.lock import ProcessLock

    known = settings.from_environment()
    logs.set_up(known, "bot")
    error_reports.set_up(known, "bot")
    lock = ProcessLock(known.data_dir / LOCK)
    if not lock.take():
        print(
            f"Another Easel is running with the folder {known.data_dir}: set EASEL_DATA_DIR to one of this one's own.",
            file=sys.stderr,
        )
        return 1
    from bot import everything

    return asyncio.run(_until_stopped(everything.run(known, open_page=_open_page)))


def _open_page(url: str) -> None:
    if sys.stdout.isatty():
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)


async def _until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """Do `work` until it ends, or Ctrl-C or SIGTERM ends it in good order."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not every platform's event loop takes signal handlers; Ctrl-C ends it all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
