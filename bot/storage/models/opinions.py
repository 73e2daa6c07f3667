"""What people think of paintings: ratings, and answers in the survey and the quiz."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Serial
from bot.storage.moments import now


class Rating(Base):
    """What somebody thinks of a painting, from 1 to 10, and how it was painted."""

    __tablename__ = "ratings"
    __table_args__ = (Index(None, "method"),)

    job_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    method: Mapped[str] = mapped_column(String(16))
    # References, with "+" between those of a mixture.
    style: Mapped[str]
    score: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)


class SurveyAnswer(Base):
    """What somebody thinks of one of the survey's pairs, from 1 to 10."""

    __tablename__ = "survey_answers"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pair: Mapped[str] = mapped_column(String(64), primary_key=True)
    score: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)


class QuizAnswer(Base):
    """Whether somebody took a picture of the quiz for a painting by hand."""

    __tablename__ = "quiz_answers"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    picture: Mapped[str]
    by_hand: Mapped[bool]
    taken_for_hand: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(default=now)
