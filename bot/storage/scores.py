"""Scores from 1 to 10, summed up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 10


@dataclass(frozen=True)
class Scores:
    """How many scores there are, their sum, and the sum of their squares: what a database adds up by itself."""

    count: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, scores: Iterable[int]) -> Scores:
        """Sum scores up."""
        listed = list(scores)
        return cls(len(listed), sum(listed), sum(score * score for score in listed))

    @property
    def mean(self) -> float | None:
        """The mean; None of none."""
        return self.total / self.count if self.count else None

    @property
    def spread(self) -> float | None:
        """The standard deviation, of the scores as a sample; None of fewer than two."""
        if self.count < 2:
            return None
        return math.sqrt(max(0.0, (self.squares - self.total * self.total / self.count) / (self.count - 1)))

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.count + other.count, self.total + other.total, self.squares + other.squares)
