"""Rows for tests of the queue and the worker."""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs import queue
from bot.jobs.wish import JobWish
from bot.look import Look
from bot.storage.models.jobs import Job, JobKind

_origins = count()


def wish(**changes: Any) -> JobWish:
    fields: dict[str, Any] = {
        "kind": JobKind.PAINT,
        "chat_id": 7,
        "user_id": 7,
        "language": "en",
        "look": Look.of("gallery:iris"),
        "photo_file_id": "photo",
    }
    return JobWish(**{**fields, **changes})


async def ask(db: AsyncSession, origin: str | None = None, **changes: Any) -> Job:
    """Queue a wish; without `origin`, one of its own."""
    return await queue.enqueue(db, wish(**changes), bot_id=1, origin=origin or f"test:{next(_origins)}")
