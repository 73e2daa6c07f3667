import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from bot.intake import Intake
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.web.metrics import Metrics
from bot.web.server import SECRET_HEADER, WEBHOOK_PATH, build_app
from tests.bot.test_intake import BOT_ID, bot, message, queued, stored

Client = TestClient[web.Request, web.Application]
SECRET = {SECRET_HEADER: "hush"}


@pytest.fixture
def intake(database: Database) -> Intake:
    return Intake(database, BOT_ID)


@dataclass
class Parts:
    worker_runs: bool = True
    receives: bool = True


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
async def client(database: Database, intake: Intake, parts: Parts) -> AsyncIterator[Client]:
    app = build_app(
        bot=bot(),
        intake=intake,
        database=database,
        secret="hush",
        worker_runs=lambda: parts.worker_runs,
        receives=lambda: parts.receives,
        metrics=Metrics(database, worker_pid=os.getpid),
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_an_update_is_stored_before_telegram_is_told_so(
    client: Client, database: Database, intake: Intake
) -> None:
    answer = await client.post(WEBHOOK_PATH, json=message(1).to_dict(), headers=SECRET)
    assert answer.status == 200
    assert list(await stored(database)) == [1]
    assert queued(intake) == [message(1)]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "hüsh"}])
async def test_nobody_else_is_listened_to(client: Client, intake: Intake, headers: dict[str, str]) -> None:
    answer = await client.post(WEBHOOK_PATH, json=message(1).to_dict(), headers=headers)
    assert answer.status == 403
    assert queued(intake) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "one"', b'"text"', b"{}"])
async def test_what_is_no_update_is_refused(client: Client, body: bytes) -> None:
    assert (await client.post(WEBHOOK_PATH, data=body, headers=SECRET)).status == 400


async def test_what_could_not_be_stored_is_not_confirmed(
    client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Any:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(database, "transaction", fail)
    assert (await client.post(WEBHOOK_PATH, json=message(1).to_dict(), headers=SECRET)).status == 503


async def test_healthz_says_what_is_wrong(client: Client, parts: Parts) -> None:
    assert (await client.get("/healthz")).status == 200
    parts.worker_runs = False
    answer = await client.get("/healthz")
    assert answer.status == 503
    assert (await answer.json())["problems"] == ["the worker is not running"]


async def test_readyz_waits_for_updates_and_for_the_tables(client: Client, parts: Parts, database: Database) -> None:
    assert await (await client.get("/readyz")).json() == {"status": "ready", "problems": []}
    parts.receives = False
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["problems"]) == (503, ["updates are not received yet"])
    await migrate(database.url.render_as_string(), "base")
    assert len((await (await client.get("/readyz")).json())["problems"]) == 2


async def test_metrics_are_what_prometheus_reads(client: Client) -> None:
    answer = await client.get("/metrics")
    assert answer.status == 200
    families = {family.name for family in text_string_to_metric_families(await answer.text())}
    assert {"easel_database_up", "process_resident_memory_bytes", "easel_worker_process_cpu_seconds"} <= families
