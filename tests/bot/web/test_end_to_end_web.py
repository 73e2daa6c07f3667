"""What an operator sees of the whole bot: ready, figures, and one job's way through the log."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.local_playground import free_port
from tests.bot.stand_in import picture
from tests.easel_process import EaselProcess
from tests.person import Person

PATIENCE_S = 60.0


async def test_a_photo_is_counted_and_its_way_is_in_the_log(tmp_path: Path) -> None:
    port = free_port(19_300)
    with EaselProcess(tmp_path, web_host="127.0.0.1", web_port=str(port), log_format="json") as easel:
        easel.start()
        async with Person(easel.url) as anna, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/readyz") as answer:
                assert (answer.status, await answer.json()) == (200, {"status": "ready", "problems": []})
            # What Prometheus sees first: it counts from here.
            await (await session.get("/metrics")).read()
            photo = await anna.send_photo(picture(320, 240))
            await anna.wait_for(lambda m: m["from_bot"] and "photo" in m, PATIENCE_S, after=photo)
            counted = 0.0
            while not counted:
                async with session.get("/metrics") as answer:
                    families = {one.name: one for one in text_string_to_metric_families(await answer.text())}
                counted = sum(s.value for s in families["easel_jobs_finished"].samples if s.labels["state"] == "done")
            assert counted == 1.0
            assert families["easel_worker_process_resident_memory_bytes"].samples[0].value > 0
        easel.stop()
        lines = [json.loads(line) for line in easel.log().splitlines() if line.startswith("{")]
    queued = next(line for line in lines if "queued" in line["message"])
    delivered = next(line for line in lines if "delivered" in line["message"])
    assert (queued["part"], delivered["part"]) == ("bot", "worker")
    assert queued["job"] == delivered["job"]
    assert queued["update"] == delivered["update"]
