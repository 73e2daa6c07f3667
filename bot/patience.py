"""What the conversation does when Telegram says "later": it waits, so that no answer is lost to a busy minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

# A person who would have to wait longer than this has given up; the wait also holds up the rest of their chat.
LONGEST_WAIT_S = 60.0
ATTEMPTS = 4
FIRST_BACKOFF_S = 0.5

_log = logging.getLogger(__name__)


class Patience(BaseRateLimiter[None]):
    """Repeats a call that Telegram has put off, or that did not get through.

    A call whose answer never came is not repeated: it may have been carried out, and a person should not be told
    the same thing twice.
    """

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Make the call, and return what it returns."""
        for attempt in range(1, ATTEMPTS):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = _seconds(error)
                if wait > LONGEST_WAIT_S:
                    raise
            except (BadRequest, TimedOut):
                raise
            except NetworkError as error:
                wait = FIRST_BACKOFF_S * 2 ** (attempt - 1)
                _log.warning("%s: %s; again in %.1f s", endpoint, error, wait)
            await asyncio.sleep(wait)
        return await callback(*args, **kwargs)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
