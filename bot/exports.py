"""Ratings and answers as CSV files, without names: people are told apart, but not who they are."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.opinions import kind_of
from bot.storage import quiz, ratings, survey
from bot.survey import pairs


@dataclass(frozen=True)
class Table:
    """A file: its name, and what is in it."""

    name: str
    content: bytes


async def tables(db: AsyncSession, secret: str) -> list[Table]:
    """Return ratings, survey and quiz; `secret` makes people's numbers into pseudonyms, always the same ones."""
    by_edition = {pair.edition: pair for pair in pairs()}

    def person(user_id: int) -> str:
        # Telegram's numbers are few enough to try them all: a hash without a key would hide nobody.
        return hmac.new(secret.encode(), f"easel export {user_id}".encode(), hashlib.sha256).hexdigest()[:16]

    def of_pair(edition: str) -> Sequence[object]:
        pair = by_edition.get(edition)
        return ("", "", "", "") if pair is None else (pair.photo, pair.method, pair.style, pair.strength)

    return [
        _table(
            "ratings.csv",
            ("person", "method", "style", "score", "rated_at"),
            (
                (person(one.user_id), one.method, kind_of(one.style), one.score, one.created_at.isoformat())
                for one in await ratings.list_ratings(db)
            ),
        ),
        _table(
            "survey.csv",
            ("person", "pair", "photo", "method", "style", "strength", "score", "answered_at"),
            (
                (person(one.user_id), one.pair, *of_pair(one.pair), one.score, one.created_at.isoformat())
                for one in await survey.list_answers(db)
            ),
        ),
        _table(
            "quiz.csv",
            ("person", "picture", "by_hand", "taken_for_hand", "answered_at"),
            (
                (
                    person(one.user_id),
                    one.picture,
                    int(one.by_hand),
                    int(one.taken_for_hand),
                    one.created_at.isoformat(),
                )
                for one in await quiz.list_answers(db)
            ),
        ),
    ]


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows(rows)
    return Table(name, written.getvalue().encode())
