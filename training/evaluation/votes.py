"""Votes from the blind page: which of two methods people prefer, and whether that could be chance."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data import DataError

VOTES = ("left", "right", "equal")


@dataclass(frozen=True)
class Tally:
    """Votes for two methods; `open` counts the pairs on which nobody decided."""

    methods: tuple[str, str]
    wins: tuple[int, int]
    ties: int
    open: int

    @property
    def p_value(self) -> float:
        """The two-sided sign test: how often a fair coin is at least so one-sided. Ties are left out."""
        return sign_test(*self.wins)


def sign_test(first: int, second: int) -> float:
    """The probability that `first` + `second` tosses of a fair coin fall as unevenly, or more, either way."""
    tosses = first + second
    # Exact: the integers are large, and their quotient is rounded once.
    tail: int = 0
    ways = 1
    for heads in range(min(first, second) + 1):
        tail += ways
        ways = ways * (tosses - heads) // (heads + 1)
    return min(1.0, 2 * tail / 2**tosses)


def put_left(seed: int, photo: str, painting: str) -> bool:
    """Whether the first method's image of this pair is shown on the left: a coin that the seed and the names toss."""
    return hashlib.sha256(f"{seed}/{photo}/{painting}".encode()).digest()[0] % 2 == 0


def seal(methods: tuple[str, str], left: Sequence[int]) -> str:
    """Which method is on the left of each pair, so written that nobody reads it by accident."""
    return base64.b64encode(_veil(json.dumps([methods, list(left)]).encode())).decode()


def unseal(sealed: str) -> tuple[tuple[str, str], list[int]]:
    """What `seal` wrote.

    Raises:
        ValueError: something else.
    """
    (first, second), left = json.loads(_veil(base64.b64decode(sealed, validate=True)))
    if not all(side in (0, 1) for side in left):
        raise ValueError("the left side is method 0 or 1")
    return (str(first), str(second)), left


def _veil(content: bytes) -> bytes:
    # No secret: page/blind.js lifts the same veil when all votes are in.
    state, veiled = len(content), bytearray()
    for byte in content:
        state = (state * 1664525 + 1013904223) % 2**32
        veiled.append(byte ^ (state >> 24))
    return bytes(veiled)


def read_votes(files: Iterable[Path]) -> list[Tally]:
    """The votes in files that the blind page wrote, added up for each two methods.

    Raises:
        DataError: a file that the page did not write.
    """
    found: dict[tuple[str, str], list[str | None]] = {}
    for file in files:
        try:
            saved = json.loads(file.read_text(encoding="utf-8"))
            methods, left = unseal(saved["key"])
            votes = saved["votes"]
            if len(votes) != len(left) or any(vote not in (*VOTES, None) for vote in votes):
                raise ValueError(f"{len(left)} votes are wanted, each one of {', '.join(VOTES)}, or null")
        except OSError as error:
            raise DataError(f"{file}: {error.strerror}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"{file} holds no votes from the blind page: {error!r}") from error
        first, second = sorted(methods)
        found.setdefault((first, second), []).extend(
            _winner(vote, methods, side) for vote, side in zip(votes, left, strict=True)
        )
    return [
        Tally(
            methods,
            (winners.count(methods[0]), winners.count(methods[1])),
            winners.count("equal"),
            winners.count(None),
        )
        for methods, winners in found.items()
    ]


def _winner(vote: str | None, methods: tuple[str, str], left: int) -> str | None:
    return {"left": methods[left], "right": methods[1 - left]}.get(vote, vote) if vote else None
