"""`python -m bot`: everything in one; its subcommands: a part of it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
import webbrowser
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from pydantic import ValidationError
from telegram.error import InvalidToken

from bot import logs
from bot.lock import ProcessLock
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migration import migrate

LOCK = "easel.lock"


def main(arguments: list[str] | None = None) -> int:
    """Run what `arguments` say; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors(include_input=False):
            print(f"EASEL_{str(problem['loc'][0]).upper()}: {problem['msg']}", file=sys.stderr)
        return 2
    try:
        match options.command:
            case "worker":
                return _worker(settings, embedded=options.embedded)
            case "playground":
                return _playground(options)
            case "migrate":
                asyncio.run(migrate(settings.database_url, options.to))
                return 0
            case _:
                return _everything(settings)
    except CommandError as error:
        print(f"The database cannot be migrated: {error}", file=sys.stderr)
    except InvalidToken:
        print("Telegram does not know the token in EASEL_TELEGRAM_TOKEN.", file=sys.stderr)
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
    return parser


def _worker(settings: Settings, *, embedded: bool) -> int:
    from bot import worker

    logs.set_up(settings, "worker")
    asyncio.run(worker.run(settings, embedded=embedded))
    return 0


def _playground(options: argparse.Namespace) -> int:
    from bot import local_playground
    from bot.playground.__main__ import main as serve

    if options.embedded:
        return local_playground.run(options.port, options.data)
    return serve(["--port", str(options.port), "--data", str(options.data)])


def _everything(settings: Settings) -> int:
    logs.set_up(settings, "bot")
    lock = ProcessLock(settings.data_dir / LOCK)
    if not lock.take():
        print(f"Another Easel is running with the folder {settings.data_dir}.", file=sys.stderr)
        return 1
    asyncio.run(_until_stopped(_start(settings)))
    return 0


async def _start(settings: Settings) -> None:
    from bot import application, local_playground

    if Database(settings.database_url).is_sqlite:
        await migrate(settings.database_url)
    if settings.telegram_token is not None:
        await application.run(settings, ready=lambda: print("Easel is ready.", flush=True))
        return
    async with local_playground.playground(settings) as url:
        await application.run(settings.for_playground(url), ready=lambda: _show(settings, url))


def _show(settings: Settings, url: str) -> None:
    print(f"Easel is ready: open {url} and send it a photo. Ctrl-C stops it.", flush=True)
    if settings.open_browser and sys.stdout.isatty():
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` until it ends, or Ctrl-C or SIGTERM ends it in good order."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not every platform's event loop takes signal handlers; Ctrl-C ends it all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    sys.exit(main())
