"""The bot's own web server: Telegram's webhook, and whether Easel is well."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.intake import Intake
from bot.storage.database import Database

DEFAULT_PORT = 8080
WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Telegram's updates are a few kilobytes; nobody else has business here.
MAX_BODY_BYTES = 2**20

_log = logging.getLogger(__name__)


def build_app(
    *, bot: Bot, intake: Intake, database: Database, secret: str, worker_runs: Callable[[], bool]
) -> web.Application:
    """Return the application; `secret` is what Telegram has to send along, `worker_runs` part of being well."""
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
        try:
            async with database.snapshot() as db:
                await db.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            problems.append("the database does not answer")
        if not worker_runs():
            problems.append("the worker is not running")
        body = {"status": "unwell" if problems else "well", "problems": problems}
        return web.json_response(body, status=503 if problems else 200)

    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.add_routes([web.post(WEBHOOK_PATH, webhook), web.get("/healthz", healthz)])
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
