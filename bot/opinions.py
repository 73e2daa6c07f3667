"""What everybody thinks, as /stats and its files show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import quiz, ratings, survey
from bot.storage.ratings import JOIN
from bot.storage.scores import Scores
from bot.styles import gallery_name, sample_seed
from bot.survey import Pair, pairs

# What stands for styles that have no name which everybody knows; no style of the gallery can be called so.
MIXTURES, OWN_STYLES, SAMPLES = "(mixture)", "(own)", "(sample)"


@dataclass(frozen=True)
class Opinions:
    """Everybody's ratings, survey and quiz.

    Attributes:
        by_method: ratings by the method's name.
        by_style: ratings by the name in the gallery, or by `MIXTURES`, `OWN_STYLES` or `SAMPLES`.
        by_pair: the survey's answers, in the order of the pairs as they look now.
        people: how many of them answered in the survey.
        quiz: what was taken for painted by hand.
    """

    by_method: Mapping[str, Scores]
    by_style: Mapping[str, Scores]
    by_pair: tuple[tuple[Pair, Scores], ...]
    people: int
    quiz: quiz.Figures


async def opinions(db: AsyncSession) -> Opinions:
    """Return what everybody thinks."""
    by_method: dict[str, Scores] = {}
    by_style: dict[str, Scores] = {}
    for (method, style), scores in (await ratings.by_method_and_style(db)).items():
        by_method[method] = by_method.get(method, Scores()) + scores
        kind = kind_of(style)
        by_style[kind] = by_style.get(kind, Scores()) + scores
    answered = await survey.everybodys_scores(db)
    return Opinions(
        by_method=by_method,
        by_style=by_style,
        by_pair=tuple((pair, answered.get(pair.edition, Scores())) for pair in pairs()),
        people=await survey.count_people(db, [pair.edition for pair in pairs()]),
        quiz=await quiz.figures(db),
    )


def kind_of(style: str) -> str:
    """Return under what a rating's style is summed up: people's own styles are nobody else's business."""
    if JOIN in style:
        return MIXTURES
    name = gallery_name(style)
    if name is not None:
        return name
    return OWN_STYLES if sample_seed(style) is None else SAMPLES
