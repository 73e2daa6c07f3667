"""Errors reported to Sentry, for operators who have one; without the setting nothing of it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot import logs
from bot.settings import Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def set_up(settings: Settings, part: str) -> None:
    """Report what is logged as an error, if there is a place for it; `part` is which of Easel's processes this is.

    People's pictures and words stay here: no local variables go along, and no breadcrumbs.

    Raises:
        SystemExit: the setting is there, but not the package, or it is no address.
    """
    if settings.sentry_dsn is None:
        return
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise SystemExit("EASEL_SENTRY_DSN: the package sentry-sdk is missing, run `uv sync --extra sentry`") from error
    try:
        sentry_sdk.init(
            settings.sentry_dsn.get_secret_value(),
            before_send=_prepare(settings, part),
            auto_enabling_integrations=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            server_name="easel",
        )
    except BadDsn as error:
        raise SystemExit(f"EASEL_SENTRY_DSN: {error}") from error


def _prepare(settings: Settings, part: str) -> Callable[[Event, Hint], Event]:
    secrets = logs.secrets_of(settings)

    def prepare(event: Event, hint: Hint) -> Event:
        tags = {"part": part, "update": logs.update_id.get(), "job": logs.job_id.get()}
        event["tags"] = {name: str(value) for name, value in tags.items() if value is not None}
        cleaned: Event = _without(secrets, event)
        return cleaned

    return prepare


def _without(secrets: list[str], value: Any) -> Any:
    if isinstance(value, str):
        return logs.without(secrets, value)
    if isinstance(value, dict):
        return {name: _without(secrets, item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without(secrets, item) for item in value]
    return value
