"""The playground as a web application, and how it is run."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.playground.bot_api import BotApi
from bot.playground.chat_api import ChatApi
from bot.playground.controls import ControlApi
from bot.playground.errors import PersonError
from bot.playground.events import EventApi
from bot.playground.local_mode import LocalMode
from bot.playground.message_api import MessageApi, most_uploaded
from bot.playground.playground import Playground
from bot.playground.query_api import QueryApi
from bot.playground.store import Store
from bot.playground.updates import deliver_to_webhook

PLAYGROUND = web.AppKey("playground", Playground)
# An album of large files, and what multipart adds.
LARGEST_AT_ONCE = 4
# Long polls and streams end by themselves when the playground closes; the rest gets this long.
SHUTDOWN_S = 2.0
# Beside what the playground keeps for itself.
LOCAL_FOLDER = "bot-api"
_PAGE = Path(__file__).with_name("page")


def build_app(data_dir: Path, *, local: bool = False) -> web.Application:
    """Return the application; its state lives in ``data_dir``, which is created if need be.

    With ``local`` it hands the bot its files as a server in local mode does: in ``data_dir / LOCAL_FOLDER``.
    """
    playground = Playground(Store(data_dir), LocalMode(data_dir / LOCAL_FOLDER) if local else None)
    most = LARGEST_AT_ONCE * most_uploaded(playground)
    app = web.Application(client_max_size=most, middlewares=[_guard, _person_errors])
    app[PLAYGROUND] = playground
    for part in (BotApi, ChatApi, MessageApi, QueryApi, EventApi, ControlApi):
        app.add_routes(part(playground).routes())
    app.add_routes([web.get("/", _index), web.get("/page/{name:[^/]+}", _page_file)])
    app.on_shutdown.append(_close)
    app.cleanup_ctx.append(_webhook_delivery)
    return app


@contextlib.asynccontextmanager
async def running(host: str, port: int, data_dir: Path, *, local: bool = False) -> AsyncIterator[str]:
    """Run a playground for as long as the context is open; yield its address, such as http://127.0.0.1:8081.

    Port 0 takes a free one. For ``local`` see :func:`build_app`.

    Raises:
        ValueError: ``host`` is not a loopback address: anybody who reaches the playground can read its chats.
        OSError: the port is taken.
    """
    if not _is_loopback(host):
        raise ValueError(f"the playground runs on loopback only, not on {host}")
    runner = web.AppRunner(build_app(data_dir, local=local), access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        # A playground that restarts on its port must not wait for the old connections to time out.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            raise
        await web.SockSite(runner, listener).start()
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        yield f"http://{shown}:{listener.getsockname()[1]}"
    finally:
        await runner.cleanup()


async def serve(
    host: str, port: int, data_dir: Path, *, local: bool = False, announce: Callable[[str], None] | None = None
) -> None:
    """Run a playground until cancelled; ``announce`` is told its address once it answers. ``local``: :func:`build_app`.

    Raises:
        ValueError, OSError: see :func:`running`.
    """
    async with running(host, port, data_dir, local=local) as url:
        if announce is not None:
            announce(url)
        await asyncio.Event().wait()


async def _close(app: web.Application) -> None:
    playground = app[PLAYGROUND]
    playground.closing.set()
    for signal in (*playground.events_changed.values(), playground.updates_changed, playground.queries_answered):
        signal.give()


async def _webhook_delivery(app: web.Application) -> AsyncIterator[None]:
    delivery = asyncio.create_task(deliver_to_webhook(app[PLAYGROUND]))
    yield
    delivery.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await delivery
    app[PLAYGROUND].store.close()


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep out the pages of other sites that the same browser shows, also those that rebind their name."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or not _is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        return web.json_response({"error": "The playground answers its own page only."}, status=403)
    return await handler(request)


@web.middleware
async def _person_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Phrase the errors of the person's side."""
    try:
        return await handler(request)
    except PersonError as error:
        return web.json_response({"error": error.message}, status=error.status)
    except web.HTTPRequestEntityTooLarge:
        most = most_uploaded(request.app[PLAYGROUND])
        return web.json_response({"error": f"The playground takes files of up to {most // 10**6:,} MB."}, status=413)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def _index(request: web.Request) -> web.StreamResponse:
    return _static("index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    return _static(request.match_info["name"])


def _static(name: str) -> web.StreamResponse:
    path = _PAGE / name
    if path.parent != _PAGE or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
