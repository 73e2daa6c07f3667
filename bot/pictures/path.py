"""The way from one style to the next, for two to four of them."""

from __future__ import annotations

# Stops of a path: six legs divide by one, two and three, so that each style is itself one of them.
STOPS = 7
# How many styles a mixture has.
FEWEST, MOST = 2, 4

Weights = tuple[float, ...]
"""The part of each style, in [0, 1]; together 1."""


def path(count: int) -> tuple[Weights, ...]:
    """Return the weights at each of the `STOPS`, from the first of `count` styles through all to the last.

    Raises:
        ValueError: `count` is not from 2 to 4.
    """
    require_count(count)
    return tuple(between(stop * (count - 1) / (STOPS - 1), count) for stop in range(STOPS))


def between(place: float, count: int) -> Weights:
    """Return the weights at a place: 0 is the first style, 0.5 half way to the second, `count` the first again."""
    near = int(place)
    share = place - near
    weights = [0.0] * count
    weights[near % count] += 1 - share
    weights[(near + 1) % count] += share
    return tuple(weights)


def require_count(count: int) -> None:
    """Refuse what is not a mixture's number of styles.

    Raises:
        ValueError: as said.
    """
    if not FEWEST <= count <= MOST:
        raise ValueError(f"a way leads through {FEWEST} to {MOST} styles, got {count}")
