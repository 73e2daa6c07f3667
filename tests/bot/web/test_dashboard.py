"""The dashboard for Grafana in `docs/`: it asks for nothing that Easel does not tell."""

import json
import os
import re
from datetime import timedelta
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.storage.database import Database
from bot.storage.models.jobs import JobState
from bot.storage.moments import now
from bot.web.metrics import Metrics
from bot.web.worker_server import build_app
from tests.bot.jobs.rows import ask

DASHBOARD = Path(__file__).parents[3] / "docs" / "grafana.json"
NAME = re.compile(r"\b(?:easel|process)_\w+")
LABELS = re.compile(r"(\w+)\s*=~?\s*\"")


def samples(text: str) -> dict[str, set[str]]:
    """The names of all samples, with their labels."""
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


async def told(database: Database) -> dict[str, set[str]]:
    metrics = Metrics(database, worker_pid=os.getpid)
    async with database.transaction() as db:
        await ask(db)
        over = await ask(db)
        over.state, over.error = JobState.DONE, "TooSmall: 8 x 8"
        over.started_at = over.created_at
        over.finished_at = now() + timedelta(seconds=1)
    async with TestClient(TestServer(build_app(database))) as worker:
        of_worker = samples(await (await worker.get("/metrics")).text())
    return of_worker | samples((await metrics.render()).decode())


async def test_every_panel_asks_for_what_is_told(database: Database) -> None:
    known = await told(database)
    panels = json.loads(DASHBOARD.read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    asked = [target["expr"] for panel in panels for target in panel["targets"]]
    for expression in asked:
        names = NAME.findall(expression)
        assert names, expression
        for name in names:
            assert name in known, expression
            # `job` and `instance` are Prometheus' own.
            assert set(LABELS.findall(expression)) <= known[name] | {"job"}, expression


async def test_everything_told_of_the_queue_is_shown(database: Database) -> None:
    shown = DASHBOARD.read_text()
    own = {name for name in await told(database) if name.startswith("easel_job") or name.startswith("easel_queue")}
    for name in own:
        family = re.sub(r"_(bucket|count|sum|created|total)$", "", name)
        assert family in shown, name
