"""``python -m bot.playground``: run the playground until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path

from bot.playground.server import serve

DEFAULT_PORT = 8081


def main(arguments: list[str] | None = None) -> int:
    """Run the playground with command-line ``arguments``; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.playground",
        description="A Bot API server on this machine, with a chat page to talk to the bot.",
    )
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port on 127.0.0.1, 0 for a free one (%(default)s)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("var/playground"),
        metavar="DIR",
        help="where chats and files are kept (%(default)s)",
    )
    parser.add_argument(
        "--local",
        action="store_true",
        help="hand files over as a Bot API server does that runs with --local, in DIR/bot-api: up to 2 GB",
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        asyncio.run(_run(options.port, options.data, local=options.local))
    except OSError as error:
        print(f"The playground cannot start: {error}", file=sys.stderr)
        return 1
    return 0


async def _run(port: int, data_dir: Path, *, local: bool) -> None:
    task = asyncio.ensure_future(serve("127.0.0.1", port, data_dir, local=local, announce=_announce))
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not every platform's event loop takes signal handlers; Ctrl-C ends it all the same.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _announce(url: str) -> None:
    print(f"Playground: {url}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
