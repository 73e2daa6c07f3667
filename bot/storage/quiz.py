"""The quiz's answers: what people took for painted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models.opinions import QuizAnswer
from bot.storage.moments import now


@dataclass(frozen=True)
class TakenForHand:
    """How many answers there are about some pictures, and how many of them said "by hand"."""

    answers: int = 0
    for_hand: int = 0

    @property
    def share(self) -> float | None:
        """The part that said "by hand", from 0 to 1; None without answers."""
        return self.for_hand / self.answers if self.answers else None


@dataclass(frozen=True)
class Figures:
    """Everybody's answers about what a machine painted, and about what a hand did."""

    machine: TakenForHand
    hand: TakenForHand


async def answer(db: AsyncSession, user_id: int, picture: str, *, by_hand: bool, taken_for_hand: bool) -> None:
    """Note what a person took a picture for."""
    db.add(
        QuizAnswer(user_id=user_id, picture=picture, by_hand=by_hand, taken_for_hand=taken_for_hand, created_at=now())
    )
    await db.flush()


async def answers_since(db: AsyncSession, user_id: int, since: datetime) -> list[QuizAnswer]:
    """Return a person's answers from a moment on, oldest first."""
    mine = select(QuizAnswer).where(QuizAnswer.user_id == user_id, QuizAnswer.created_at >= since)
    return list(await db.scalars(mine.order_by(QuizAnswer.id)))


async def figures(db: AsyncSession) -> Figures:
    """Return everybody's answers, summed up."""
    for_hand = func.sum(case((QuizAnswer.taken_for_hand, 1), else_=0))
    rows = await db.execute(select(QuizAnswer.by_hand, func.count(), for_hand).group_by(QuizAnswer.by_hand))
    found = {by_hand: TakenForHand(answers, int(taken)) for by_hand, answers, taken in rows}
    return Figures(machine=found.get(False, TakenForHand()), hand=found.get(True, TakenForHand()))


async def list_answers(db: AsyncSession) -> list[QuizAnswer]:
    """Return all answers, oldest first."""
    return list(await db.scalars(select(QuizAnswer).order_by(QuizAnswer.id)))
