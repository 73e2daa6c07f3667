"""The web server of a worker that runs by itself: whether it is well, and what it takes."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot import health
from bot.settings import Settings
from bot.storage.database import Database
from bot.web.server import serving, verdict


@asynccontextmanager
async def serving_worker(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Serve for as long as the context is open, if the settings name a port.

    Raises:
        OSError: the port is taken.
    """
    if settings.worker_port is None:
        yield
        return
    async with serving(build_app(database), settings.web_host, settings.worker_port):
        yield


def build_app(database: Database) -> web.Application:
    """Return the application; `database` is part of being well."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    memory = Gauge("easel_device_memory_bytes", "Memory that PyTorch holds on the graphics card.", registry=registry)
    memory.set_function(device_memory)

    async def healthz(request: web.Request) -> web.Response:
        well = await health.answers(database)
        return verdict("well" if well else "unwell", [] if well else ["the database does not answer"])

    async def show_metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", show_metrics)])
    return app


def device_memory() -> int:
    """Return how many bytes PyTorch holds on the graphics card; 0 without one, or before anything was painted."""
    # It is loaded when painting begins; loading it here would take seconds, in the middle of a scrape.
    torch: Any = sys.modules.get("torch")
    return int(torch.cuda.memory_reserved()) if torch is not None and torch.cuda.is_initialized() else 0
