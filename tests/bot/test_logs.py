import contextvars
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.settings import Settings

TOKEN = "123:very-secret"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def set_up(log_format: str) -> None:
    logs.set_up(Settings(telegram_token=TOKEN, log_format=log_format), "worker")  # type: ignore[arg-type]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_token_is_never_logged(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(log_format)
    try:
        raise ValueError(f"the token {TOKEN} was rejected")
    except ValueError:
        logging.getLogger("any").exception("calling /bot%s/getMe", TOKEN)
    logging.getLogger("httpx").info("HTTP Request: POST /bot%s/getMe", TOKEN)
    said = capsys.readouterr().err
    assert "getMe" in said
    assert "very-secret" not in said


def test_a_line_says_which_job_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    token = logs.job_id.set("a1b2")
    logging.getLogger("any").info("painted")
    logs.job_id.reset(token)
    logging.getLogger("any").info("idle")
    about, idle = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (about["job"], about["message"], about["part"]) == ("a1b2", "painted", "worker")
    assert "job" not in idle


def test_a_job_names_the_update_it_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")

    def work() -> None:
        logs.about_job("a1b2", "4242:17:0")
        logging.getLogger("any").info("painted")

    contextvars.copy_context().run(work)
    with logs.naming_job("c3d4"):
        logging.getLogger("any").info("queued")
    painted, queued = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (painted["job"], painted["update"]) == ("a1b2", 17)
    assert queued["job"] == "c3d4"
    assert "update" not in queued


def test_the_database_s_password_is_never_logged(capsys: pytest.CaptureFixture[str]) -> None:
    password = "correct-horse"
    url = f"postgresql+asyncpg://easel:{password}@db/easel"
    logs.set_up(Settings(telegram_token=TOKEN, database_url=url), "bot")  # type: ignore[arg-type]
    logging.getLogger("any").error("cannot reach %s", url)
    said = capsys.readouterr().err
    assert "easel" in said
    assert "correct-horse" not in said
