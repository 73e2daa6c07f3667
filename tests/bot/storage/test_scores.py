from __future__ import annotations

import statistics

import pytest

from bot.storage.scores import Scores


def test_mean_and_spread_are_those_of_the_scores() -> None:
    scores = [3, 7, 8, 10, 1]
    summed = Scores.of(scores)
    assert summed.count == 5
    assert summed.mean == pytest.approx(statistics.mean(scores))
    assert summed.spread == pytest.approx(statistics.stdev(scores))


def test_few_scores_have_no_mean_or_no_spread() -> None:
    assert (Scores().mean, Scores().spread) == (None, None)
    assert (Scores.of([7]).mean, Scores.of([7]).spread) == (7, None)
    assert Scores.of([9] * 1000).spread == 0


def test_sums_of_parts_are_the_sum_of_all() -> None:
    assert sum((Scores.of([1, 2]), Scores.of([10])), Scores()) == Scores.of([1, 2, 10])
