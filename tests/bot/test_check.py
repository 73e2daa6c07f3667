import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot

from bot import check
from bot.__main__ import main
from bot.check import Finding, Verdict
from bot.settings import Settings
from bot.storage.migration import migrate
from bot.web.server import WEBHOOK_PATH
from engine import Gallery
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer

NOWHERE = "http://127.0.0.1:1"
PASSWORD = "hush-hush"


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(check.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EASEL_DATA_DIR", str(tmp_path))


def settings(**values: Any) -> Settings:
    return Settings(**{"telegram_token": TOKEN, **values})


async def of_telegram(**values: Any) -> dict[str, Finding]:
    return {finding.subject: finding async for finding in check.telegram(settings(**values))}


def test_a_fresh_installation_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines), lines
    assert {line.split()[1] for line in lines} == {"data", "database", "weights", "gallery", "token"}


async def test_settings_that_cannot_be_read_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_TOKEN", "not-a-token")
    assert await check.run() == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("wrong")
    assert "EASEL_TELEGRAM_TOKEN: a token looks like" in line
    assert "not-a-token" not in line


def test_a_misspelt_setting_is_found() -> None:
    (finding,) = check.unknown_settings({"EASEL_TELEGRAM_TOKENS": "1:a", "EASEL_LOG_LEVEL": "INFO", "HOME": "/"})
    assert finding.verdict is Verdict.WARNING
    assert "EASEL_TELEGRAM_TOKEN?" in finding.words


def test_the_folder_of_a_server_of_ones_own_is_looked_at(tmp_path: Path) -> None:
    def found(folder: Path) -> Finding:
        given = settings(data_dir=tmp_path, telegram_api_url=NOWHERE, telegram_files=folder)
        return {finding.subject: finding for finding in check.folders(given)}["server files"]

    assert found(tmp_path).verdict is Verdict.OK
    assert "up to 2,000 MB" in found(tmp_path).words
    assert found(tmp_path / "none").verdict is Verdict.WRONG
    assert "EASEL_TELEGRAM_FILES" in found(tmp_path / "none").words


def test_folders_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = list(check.folders(settings(data_dir=tmp_path / "file" / "data", quiz_folder=tmp_path / "none")))
    assert [(finding.subject, finding.verdict) for finding in found] == [
        ("data folder", Verdict.WRONG),
        ("quiz", Verdict.WRONG),
    ]


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("nonsense", "is no SQLAlchemy URL"),
        ("postgresql+nodriver://localhost/easel", "postgresql+asyncpg://"),
        ("sqlite:////dev/null", "no driver that can be used"),
        (f"postgresql+asyncpg://easel:{PASSWORD}@127.0.0.1:1/easel", "does not answer"),
    ],
)
async def test_a_database_that_cannot_be_used_is_named(url: str, remedy: str) -> None:
    finding = await check.database(settings(database_url=url))
    assert finding.verdict is Verdict.WRONG
    assert remedy in finding.words
    assert PASSWORD not in finding.words


@pytest.mark.parametrize(("revision", "words"), [("head", "at migration"), ("0001", "at the next start")])
async def test_a_database_tells_its_tables(tmp_path: Path, revision: str, words: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'easel.db'}"
    await migrate(url, revision)
    finding = await check.database(settings(database_url=url))
    assert finding.verdict is Verdict.OK
    assert words in finding.words


async def test_a_database_of_a_newer_easel_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'easel.db'}"
    await migrate(url, "0002")
    monkeypatch.setattr("bot.health.knows", lambda revision: revision != "0002")
    finding = await check.database(settings(database_url=url))
    assert finding.verdict is Verdict.WRONG
    assert "newer Easel" in finding.words


def test_a_damaged_gallery_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = next(iter(Gallery.load()))
    (tmp_path / f"{entry.name}.safetensors").write_bytes(b"nothing")
    damaged = Gallery((entry,), tmp_path)
    monkeypatch.setattr(Gallery, "load", classmethod(lambda cls: damaged))
    finding = list(check.engine())[-1]
    assert (finding.subject, finding.verdict) == ("gallery", Verdict.WRONG)
    assert "restore" in finding.words


async def test_a_bot_that_telegram_knows_is_well(playground: PlaygroundServer) -> None:
    found = await of_telegram(telegram_api_url=playground.url)
    assert {subject: finding.verdict for subject, finding in found.items()} == {
        "token": Verdict.OK,
        "webhook": Verdict.OK,
    }


@pytest.fixture
async def stranger() -> AsyncIterator[str]:
    """A Bot API server that knows nobody."""

    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def test_a_token_that_telegram_does_not_know_is_named(stranger: str) -> None:
    finding = (await of_telegram(telegram_api_url=stranger))["token"]
    assert finding.verdict is Verdict.WRONG
    assert "@BotFather" in finding.words


async def test_a_server_that_is_away_is_named() -> None:
    finding = (await of_telegram(telegram_api_url=NOWHERE))["Telegram"]
    assert finding.verdict is Verdict.WRONG
    assert NOWHERE in finding.words


async def test_the_storage_chat_has_to_be_one_that_the_bot_is_in(playground: PlaygroundServer) -> None:
    async with Person(playground.url) as anna:
        found = await of_telegram(telegram_api_url=playground.url, storage_chat=anna.chat_id)
    assert found["storage chat"].verdict is Verdict.OK
    found = await of_telegram(telegram_api_url=playground.url, storage_chat=-1009999)
    assert found["storage chat"].verdict is Verdict.WRONG
    assert "EASEL_STORAGE_CHAT" in found["storage chat"].words


async def test_updates_that_do_not_arrive_are_told(playground: PlaygroundServer) -> None:
    given = {"telegram_api_url": playground.url, "public_url": NOWHERE}
    assert (await of_telegram(**given))["webhook"].words == "set at the next start"
    telegram = Bot(TOKEN, base_url=playground.base_url)
    await telegram.set_webhook(NOWHERE + WEBHOOK_PATH)
    async with Person(playground.url) as anna, asyncio.timeout(30):
        await anna.send_text("hello")
        while (finding := (await of_telegram(**given))["webhook"]).verdict is not Verdict.WARNING:
            assert finding.words == NOWHERE + WEBHOOK_PATH
    assert "could not deliver" in finding.words
    assert (await of_telegram(telegram_api_url=playground.url))["webhook"].verdict is Verdict.WARNING
    await telegram.request.shutdown()
