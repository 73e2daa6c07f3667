"""Fairness: how much one person may wish for, so that the others get their turn."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs.wish import JobWish
from bot.settings import Settings
from bot.storage import jobs, usage
from bot.storage.models.jobs import JobKind
from bot.storage.moments import now


class TooManyWishes(Exception):
    """A person has wished for as much as they may; from `until` on, they may again.

    Handlers let it pass: what else the person has set is kept, and they are told when it goes on.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def wait(self) -> timedelta:
        """How long from now on; never below zero."""
        return max(self.until - now(), timedelta())


async def require_room(db: AsyncSession, settings: Settings, wish: JobWish, origin: str) -> None:
    """Check that a person may wish for one thing more; admins always may.

    Raises:
        TooManyWishes: they have to wait. Never for a wish whose `origin` has its job already.
    """
    if wish.user_id in settings.admins:
        return
    until = await usage.full_until(
        db,
        wish.user_id,
        per_minute=settings.jobs_per_minute,
        per_day=settings.jobs_per_day,
        inline=wish.kind is JobKind.RENDER,
    )
    if until is not None and not await jobs.is_known(db, origin):
        raise TooManyWishes(until)
