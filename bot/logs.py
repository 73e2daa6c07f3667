"""Logs: each line says which update or job it is about, and none says a secret."""

from __future__ import annotations

import json
import logging
import sys
import time
from contextvars import ContextVar

from bot.settings import Settings

update_id: ContextVar[int | None] = ContextVar("update_id", default=None)
job_id: ContextVar[str | None] = ContextVar("job_id", default=None)

_TEXT = "%(asctime)s %(levelname)s [%(part)s%(about)s] %(name)s: %(message)s"


def set_up(settings: Settings, part: str) -> None:
    """Log to stderr as the settings say; `part` is which of Easel's processes this is."""
    secrets = [settings.token, settings.webhook_token] if settings.token else []
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_About(part))
    handler.setFormatter(_Json(secrets) if settings.log_format == "json" else _Text(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # They say every request at INFO, with the token in its address; the others, what nobody needs to know.
    for name in ("httpx", "httpcore", "alembic", "telegram.ext"):
        logging.getLogger(name).setLevel(logging.WARNING)


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
        return _without(self._secrets, super().format(record))


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
        return _without(self._secrets, json.dumps(line, ensure_ascii=False))


def _without(secrets: list[str], line: str) -> str:
    for secret in secrets:
        line = line.replace(secret, "***")
    return line
