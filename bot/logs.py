"""Logs: each line says which update or job it is about, and none says a secret."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.engine import make_url

from bot.settings import Settings

# What is shorter is no secret.
SECRET_LENGTH = 8

update_id: ContextVar[int | None] = ContextVar("update_id", default=None)
job_id: ContextVar[str | None] = ContextVar("job_id", default=None)

_TEXT = "%(asctime)s %(levelname)s [%(part)s%(about)s] %(name)s: %(message)s"


def about_job(job_id_: str, origin: str) -> None:
    """Let what this task logs from now on name the job, and the update that it came from."""
    job_id.set(job_id_)
    update = origin.split(":")[1:2]
    update_id.set(int(update[0]) if update and update[0].isdigit() else None)


@contextmanager
def naming_job(job_id_: str) -> Iterator[None]:
    """Let what is logged in this block name the job."""
    token = job_id.set(job_id_)
    try:
        yield
    finally:
        job_id.reset(token)


def set_up(settings: Settings, part: str) -> None:
    """Log to stderr as the settings say; `part` is which of Easel's processes this is."""
    secrets = secrets_of(settings)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_About(part))
    handler.setFormatter(_Json(secrets) if settings.log_format == "json" else _Text(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # They say every request at INFO, with the token in its address; the others, what nobody needs to know.
    for name in ("httpx", "httpcore", "alembic", "telegram.ext"):
        logging.getLogger(name).setLevel(logging.WARNING)


def secrets_of(settings: Settings) -> list[str]:
    """Return what must never be read in a log."""
    secrets = [settings.token, settings.webhook_token] if settings.token else []
    if settings.sentry_dsn is not None:
        secrets.append(settings.sentry_dsn.get_secret_value())
    password = make_url(settings.database_url).password
    # A password that is a common word would blot that word out of every line, and tell by that what it is.
    if password is not None and len(password) >= SECRET_LENGTH:
        secrets.append(password)
    return secrets


def without(secrets: list[str], line: str) -> str:
    """Return the line with the secrets blotted out."""
    for secret in secrets:
        line = line.replace(secret, "***")
    return line


class _About(logging.Filter):
    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def filter(self, record: logging.LogRecord) -> bool:
        about = {"update": update_id.get(), "job": job_id.get()}
        fields = {kind: value for kind, value in about.items() if value is not None}
        words = "".join(f" {kind}={value}" for kind, value in fields.items())
        record.__dict__.update(part=self._part, fields=fields, about=words)
        return True


class _Text(logging.Formatter):
    def __init__(self, secrets: list[str]) -> None:
        super().__init__(_TEXT)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return without(self._secrets, super().format(record))


class _Json(logging.Formatter):
    def __init__(self, secrets: list[str]) -> None:
        super().__init__()
        self._secrets = secrets
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{record.msecs:03.0f}Z",
            "level": record.levelname,
            "part": getattr(record, "part", None),
            **getattr(record, "fields", {}),
            "logger": record.name,
            "message": record.getMessage(),
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        line = {name: value for name, value in line.items() if value is not None}
        return without(self._secrets, json.dumps(line, ensure_ascii=False))
