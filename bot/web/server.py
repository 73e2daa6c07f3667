"""The bot's own web server: Telegram's webhook, and how Easel is."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST
from telegram import Bot, Update
from telegram.error import TelegramError

from bot import health
from bot.intake import Intake
from bot.storage.database import Database
from bot.web.metrics import Metrics

DEFAULT_PORT = 8080
WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Telegram's updates are a few kilobytes; nobody else has business here.
MAX_BODY_BYTES = 2**20

_log = logging.getLogger(__name__)


def build_app(
    *,
    bot: Bot,
    intake: Intake,
    database: Database,
    secret: str,
    worker_runs: Callable[[], bool],
    receives: Callable[[], bool],
    metrics: Metrics,
) -> web.Application:
    """Return the application.

    Args:
        bot: whom the updates are for.
        intake: takes the updates.
        database: part of being well, and of being ready.
        secret: what Telegram has to send along.
        worker_runs: part of being well.
        receives: whether updates are being received and handled; part of being ready.
        metrics: for Prometheus.
    """
    expected = secret.encode()

    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, expected):
            raise web.HTTPForbidden
        try:
            update = Update.de_json(json.loads(await request.read()), bot)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise web.HTTPBadRequest from error
        try:
            await intake.put(update)
        except TelegramError as error:
            _log.error("%s", error)
            # Anything but 200 makes Telegram send it again.
            raise web.HTTPServiceUnavailable from error
        return web.Response()

    async def healthz(request: web.Request) -> web.Response:
        problems = []
        if not await health.answers(database):
            problems.append("the database does not answer")
        if not worker_runs():
            problems.append("the worker is not running")
        return verdict("unwell" if problems else "well", problems)

    async def readyz(request: web.Request) -> web.Response:
        problems = []
        if not await health.is_migrated(database):
            problems.append("the database does not answer, or is not migrated")
        if not receives():
            problems.append("updates are not received yet")
        return verdict("not ready" if problems else "ready", problems)

    async def show_metrics(request: web.Request) -> web.Response:
        return web.Response(body=await metrics.render(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.add_routes(
        [
            web.post(WEBHOOK_PATH, webhook),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/metrics", show_metrics),
        ]
    )
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` for as long as the context is open.

    Raises:
        OSError: the port is taken.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


def verdict(status: str, problems: list[str]) -> web.Response:
    """Return the answer to whether something is well: 503 if there are problems."""
    return web.json_response({"status": status, "problems": problems}, status=503 if problems else 200)
