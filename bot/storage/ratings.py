"""What people think of their paintings: one score for each, which can be changed."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_replace
from bot.storage.models.jobs import Job
from bot.storage.models.opinions import Rating
from bot.storage.moments import now
from bot.storage.scores import Scores

# Between the references of a mixture's styles.
JOIN = "+"


async def rate(db: AsyncSession, job: Job, score: int) -> None:
    """Note what the person who wished for a painting thinks of it, in the place of what they thought before."""
    await insert_or_replace(
        db,
        Rating,
        job_id=job.id,
        user_id=job.user_id,
        method=job.look.method,
        style=JOIN.join(job.look.styles),
        score=score,
        created_at=now(),
    )


async def score_of(db: AsyncSession, job_id: str) -> int | None:
    """Return the score that a painting has, or None."""
    return await db.scalar(select(Rating.score).where(Rating.job_id == job_id))


async def by_method_and_style(db: AsyncSession) -> dict[tuple[str, str], Scores]:
    """Return everybody's scores, by method and by style as ratings have it."""
    rows = await db.execute(
        select(
            Rating.method, Rating.style, func.count(), func.sum(Rating.score), func.sum(Rating.score * Rating.score)
        ).group_by(Rating.method, Rating.style)
    )
    return {(method, style): Scores(count, int(total), int(squares)) for method, style, count, total, squares in rows}


async def list_ratings(db: AsyncSession) -> list[Rating]:
    """Return all ratings, oldest first."""
    return list(await db.scalars(select(Rating).order_by(Rating.created_at, Rating.job_id)))
