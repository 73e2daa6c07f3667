"""The files that deploy Easel: they set nothing that no one reads, and what they promise holds without a container."""

import asyncio
import json
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("file", ["compose.yaml", "Dockerfile"])
def test_every_setting_is_one(file: str) -> None:
    named = set(re.findall(r"\bEASEL_[A-Z_]+", (ROOT / file).read_text()))
    assert named
    assert named <= {f"EASEL_{name.upper()}" for name in Settings.model_fields}


def test_nothing_runs_as_root_or_writes_where_it_need_not() -> None:
    dockerfile, compose = (ROOT / "Dockerfile").read_text(), (ROOT / "compose.yaml").read_text()
    users = re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE)
    assert users
    assert all(user.isdigit() and user != "0" for user in users)
    template = compose.partition("services:")[0]
    assert "read_only: true" in template
    assert "cap_drop: [ALL]" in template


@pytest.mark.parametrize(("status", "exit_status"), [(200, 0), (503, 1)])
async def test_the_image_looks_after_itself_at_the_port_that_is_set(status: int, exit_status: int) -> None:
    async def healthz(request: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz)])
    async with TestServer(app, host="127.0.0.1") as server:
        _, *arguments = _health_check()
        environment = {**os.environ, "EASEL_WEB_PORT": str(server.port)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == exit_status


def test_the_image_gets_all_that_the_package_consists_of() -> None:
    copied = {
        name
        for names in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        for name in names.split()
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    let_through = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert packages | {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]} == copied
    assert copied == let_through


def test_nothing_asks_for_the_compiler_that_the_image_leaves_out() -> None:
    assert "echo triton" in (ROOT / "Dockerfile").read_text()
    code = [path for folder in ("bot", "engine") for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in code if re.search(r"torch\.compile\(|\btriton\b", path.read_text())] == []


def test_workers_leave_the_cores_to_each_other() -> None:
    assert re.search(r"^ENV .*(\\\n.*)*OMP_WAIT_POLICY=passive", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_database_is_healthy_only_once_others_reach_it() -> None:
    test = re.findall(r"^ +test: \[(.*pg_isready.*)\]$", (ROOT / "compose.yaml").read_text(), re.MULTILINE)
    assert len(test) == 1
    assert "--host, 127.0.0.1" in test[0]


def test_the_folder_of_the_local_server_is_where_the_setting_says() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    (told,) = re.findall(r"EASEL_TELEGRAM_FILES=(\S+)", compose)
    mounted = re.findall(r'volumes: \["bot-api:([^:"]+)(:ro)?"\]', compose)
    # By the bot, for `check`, by the worker, and by the server itself, which alone writes.
    assert mounted == [(told, ":ro"), (told, ":ro"), (told, "")]


def _health_check() -> list[str]:
    """Return the command by which the image tells whether it is well."""
    dockerfile = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    command: list[str] = json.loads(re.findall(r"^HEALTHCHECK .*?CMD (\[.+\])$", dockerfile, re.MULTILINE)[0])
    assert command[0] == "python"
    return command
