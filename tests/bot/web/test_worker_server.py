import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.local_playground import free_port
from bot.settings import Settings
from bot.storage.database import Database
from bot.web.worker_server import serving_worker
from tests.bot.test_health import NOWHERE


async def ask(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


def settings(port: int | None) -> Settings:
    return Settings(telegram_token="1:a", web_host="127.0.0.1", worker_port=port)  # type: ignore[arg-type]


async def test_a_worker_tells_how_it_is_and_what_it_takes(database: Database) -> None:
    port = free_port(19_200)
    async with serving_worker(settings(port), database):
        status, _ = await ask(port, "/healthz")
        assert status == 200
        status, text = await ask(port, "/metrics")
    figures = {family.name: family.samples[0].value for family in text_string_to_metric_families(text)}
    assert status == 200
    assert figures["process_resident_memory_bytes"] > 0
    assert figures["easel_device_memory_bytes"] >= 0


async def test_a_worker_without_its_database_is_unwell() -> None:
    port = free_port(19_200)
    away = Database(NOWHERE)
    async with serving_worker(settings(port), away):
        status, text = await ask(port, "/healthz")
    assert (status, "the database does not answer" in text) == (503, True)


async def test_without_a_port_nothing_is_served(database: Database) -> None:
    port = free_port(19_200)
    async with serving_worker(settings(None), database):
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(port, "/healthz")
