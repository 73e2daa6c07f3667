import asyncio
import os
from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from bot.storage.database import Database
from bot.storage.models.jobs import JobState
from bot.storage.moments import now
from bot.web.metrics import Metrics
from tests.bot.jobs.rows import ask
from tests.bot.test_health import NOWHERE

PAINTED = {"kind": "paint", "method": "adain"}


async def read(metrics: Metrics) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families((await metrics.render()).decode())
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def key(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def test_jobs_are_counted_once_however_often_it_is_asked(database: Database) -> None:
    metrics = Metrics(database, worker_pid=os.getpid)
    async with database.transaction() as db:
        asked = now()
        await ask(db)
        done, failed = await ask(db), await ask(db)
        done.state, done.started_at = JobState.DONE, asked + timedelta(seconds=0.2)
        failed.state, failed.error = JobState.HELD, "OutOfMemory: 8 GB"
        for job in (done, failed):
            job.created_at, job.finished_at = asked, asked + timedelta(seconds=0.8)
    figures = {}
    for _ in range(2):
        figures = await read(metrics)
    await asyncio.gather(read(metrics), read(metrics))
    assert figures[key("easel_jobs", state="queued", **PAINTED)] == 1
    assert figures[key("easel_jobs", state="held", **PAINTED)] == 1
    assert figures[key("easel_jobs_finished_total", state="done", **PAINTED)] == 1
    assert figures[key("easel_job_failures_total", error="OutOfMemory")] == 1
    assert figures[key("easel_job_seconds_bucket", stage="waiting", le="0.25", **PAINTED)] == 1
    assert figures[key("easel_job_seconds_count", stage="all", **PAINTED)] == 2


async def test_what_is_over_is_no_longer_shown_as_waiting(database: Database) -> None:
    metrics = Metrics(database, worker_pid=lambda: None)
    async with database.transaction() as db:
        job = await ask(db)
    assert key("easel_jobs", state="queued", **PAINTED) in await read(metrics)
    async with database.transaction() as db:
        (await db.merge(job)).state = JobState.DONE
    assert key("easel_jobs", state="queued", **PAINTED) not in await read(metrics)


async def test_without_the_database_the_rest_is_told() -> None:
    metrics = Metrics(Database(NOWHERE), worker_pid=os.getpid)
    figures = await read(metrics)
    assert figures[key("easel_database_up")] == 0
    assert figures[key("process_resident_memory_bytes")] > 0
    assert figures[key("easel_worker_process_resident_memory_bytes")] > 0
