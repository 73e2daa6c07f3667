"""How much of the bot one person uses, counted by the rows of their jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.moments import now

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# No worker has begun it: a newer wish took its place, or Telegram had the picture already.
_COST_NOTHING = and_(Job.started_at.is_(None), Job.state.in_((JobState.CANCELLED, JobState.DONE)))


async def full_until(
    db: AsyncSession, user_id: int, *, per_minute: int, per_day: int, inline: bool = False
) -> datetime | None:
    """Return when a person may wish for something again; None if they may now.

    What inline queries paint counts for itself, since typing asks for more than anybody means.

    Args:
        inline: whether it is about those.
        per_minute: wishes within any minute at most.
        per_day: wishes within any 24 hours at most.
    """
    kind = Job.kind == JobKind.RENDER if inline else Job.kind != JobKind.RENDER
    mine = and_(Job.user_id == user_id, kind)
    limits = ((per_minute, MINUTE), (per_day, DAY))
    (found,) = await db.execute(select(*(_oldest(mine, limit, window) for limit, window in limits)))
    ends = [oldest + window for oldest, (_, window) in zip(found, limits, strict=True) if oldest is not None]
    return max(ends, default=None)


def _oldest(mine: ColumnElement[bool], limit: int, window: timedelta) -> ScalarSelect[datetime]:
    """When the oldest of the `limit` newest wishes was made, which leaves the window first; NULL if there is room."""
    query = select(Job.created_at).where(mine, Job.created_at > now() - window, not_(_COST_NOTHING))
    return query.order_by(Job.created_at.desc()).offset(limit - 1).limit(1).scalar_subquery()
