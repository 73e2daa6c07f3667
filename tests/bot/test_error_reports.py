import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import error_reports, logs
from bot.settings import Settings

TOKEN = "123:very-secret"


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What would have been sent."""
    sent: list[Any] = []

    class Noting(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            sent.append(envelope.get_event())

    init = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda *args, **options: init(*args, transport=Noting, **options))
    yield sent
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def settings(dsn: str | None = "https://key@sentry.example/1") -> Settings:
    return Settings(telegram_token=TOKEN, sentry_dsn=dsn)  # type: ignore[arg-type]


def test_an_error_says_which_job_it_is_about_and_no_secret(events: list[Any]) -> None:
    error_reports.set_up(settings(), "worker")
    with logs.naming_job("a1b2"):
        try:
            photo = b"face" * 3
            raise ValueError(f"the token {TOKEN} was rejected")
        except ValueError:
            logging.getLogger("any").exception("calling /bot%s/getMe for %d bytes", TOKEN, len(photo))
    assert len(events) == 1
    assert events[0]["tags"] == {"part": "worker", "job": "a1b2"}
    assert TOKEN not in str(events)
    assert "faceface" not in str(events)


def test_what_is_no_error_is_not_sent(events: list[Any]) -> None:
    error_reports.set_up(settings(), "bot")
    logging.getLogger("any").warning("Telegram: later")
    assert events == []


def test_without_an_address_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    error_reports.set_up(settings(None), "bot")
    with pytest.raises(SystemExit, match="uv sync --extra sentry"):
        error_reports.set_up(settings(), "bot")


def test_a_wrong_address_is_named() -> None:
    with pytest.raises(SystemExit, match="EASEL_SENTRY_DSN"):
        error_reports.set_up(settings("sentry"), "bot")
