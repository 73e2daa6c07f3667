"""The survey's answers: one score for each person and pair, which can be changed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_replace
from bot.storage.models.opinions import SurveyAnswer
from bot.storage.moments import now
from bot.storage.scores import Scores


async def answer(db: AsyncSession, user_id: int, pair: str, score: int) -> None:
    """Note what a person thinks of a pair, in the place of what they thought before."""
    await insert_or_replace(db, SurveyAnswer, user_id=user_id, pair=pair, score=score, created_at=now())


async def scores_of(db: AsyncSession, user_id: int) -> dict[str, int]:
    """Return a person's scores, by pair."""
    rows = await db.execute(select(SurveyAnswer.pair, SurveyAnswer.score).where(SurveyAnswer.user_id == user_id))
    return dict(rows.all())


async def everybodys_scores(db: AsyncSession) -> dict[str, Scores]:
    """Return everybody's scores, by pair."""
    score = SurveyAnswer.score
    rows = await db.execute(
        select(SurveyAnswer.pair, func.count(), func.sum(score), func.sum(score * score)).group_by(SurveyAnswer.pair)
    )
    return {pair: Scores(count, int(total), int(squares)) for pair, count, total, squares in rows}


async def count_people(db: AsyncSession, pairs: Collection[str]) -> int:
    """Return how many people have answered about any of some pairs."""
    query = select(func.count(distinct(SurveyAnswer.user_id))).where(SurveyAnswer.pair.in_(pairs))
    return await db.scalar(query) or 0


async def list_answers(db: AsyncSession) -> list[SurveyAnswer]:
    """Return all answers, oldest first."""
    order = SurveyAnswer.created_at, SurveyAnswer.user_id, SurveyAnswer.pair
    return list(await db.scalars(select(SurveyAnswer).order_by(*order)))
