from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import everything
from bot.settings import Settings
from tests.databases import PostgreSQL
from tests.playground_server import TOKEN


@pytest.fixture
def unmigrated(postgresql: PostgreSQL) -> str:
    return postgresql.new()


async def start(url: str, folder: Path) -> int:
    settings = Settings(telegram_token=SecretStr(TOKEN), database_url=url, data_dir=folder)
    return await everything.run(settings, open_page=lambda _: None)


async def test_a_server_that_nobody_has_migrated_is_named(
    unmigrated: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await start(unmigrated, tmp_path) == 1
    assert capsys.readouterr().err == "The database is not up to date: run `python -m bot migrate`.\n"


async def test_a_server_that_is_away_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await start("postgresql+asyncpg://127.0.0.1:1/easel", tmp_path) == 1
    assert capsys.readouterr().err.startswith("The database does not answer: ")
