"""How long Telegram says that a chat is to be left alone."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import RetryAfter


def seconds_of(error: RetryAfter) -> float:
    """Return the wait in seconds, which python-telegram-bot has as a number or, by its setting, as a `timedelta`."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
