"""The quiz's pictures: painted by hand, from the operator's folder, or by machine, which the bot ships.

`paintings.json` says what the machine's are made of, and `python -m bot.quiz PHOTOS` makes them anew; see `__main__`.
All are squares of one size, and of what was painted by hand only the middle: frames and signatures would tell.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.pictures.shipped import Part

FOLDER = Path(__file__).parent
# How many questions a quiz has, and how many of them at least and at most are about paintings by hand.
QUESTIONS = 10
_BY_HAND = (4, 6)
_PICTURES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"))


@dataclass(frozen=True)
class Plan:
    """What one of the machine's paintings is made of; `part` is that of the photo, the others as of a `survey.Pair`."""

    name: str
    photo: str
    part: Part
    title: str
    credit: str
    method: str
    style: str
    strength: float

    @property
    def file(self) -> Path:
        """Where the painting lies."""
        return FOLDER / f"{self.name}.jpg"


@dataclass(frozen=True)
class Painting:
    """A picture of the quiz.

    Attributes:
        file: where it lies.
        by_hand: the truth.
        name: what answers are about: who painted it, and the file's name.
        key: 16 hexadecimal digits that buttons carry; another file of the same name has another.
    """

    file: Path
    by_hand: bool
    name: str
    key: str


@cache
def plans() -> tuple[Plan, ...]:
    """Return what the machine's paintings are made of."""
    listed = json.loads((FOLDER / "paintings.json").read_text("utf-8"))
    return tuple(Plan(**{**one, "part": tuple(one["part"])}) for one in listed)


@cache
def by_machine() -> tuple[Painting, ...]:
    """Return what the machine painted."""
    return tuple(_painting(plan.file, plan.file.name, by_hand=False) for plan in plans())


@cache
def by_hand(folder: Path) -> tuple[Painting, ...]:
    """Return what lies in a folder and the folders in it, in the order of the names; nothing if it is not there.

    The folder is read once: what is put there later has its turn after the next start.
    """
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _PICTURES and file.is_file())
    return tuple(_painting(file, file.relative_to(folder).as_posix(), by_hand=True) for file in files)


def drawn(hand: Sequence[Painting], machine: Sequence[Painting], seed: str) -> list[Painting]:
    """Return all paintings in the order of one quiz: first those for the questions, then those that stand in."""
    chance = random.Random(seed)
    hands, machines = chance.sample(hand, len(hand)), chance.sample(machine, len(machine))
    count = min(chance.randint(*_BY_HAND), len(hands))
    questions = hands[:count] + machines[: QUESTIONS - count]
    spare = hands[count:] + machines[QUESTIONS - count :]
    chance.shuffle(questions)
    chance.shuffle(spare)
    return questions + spare


def _painting(file: Path, name: str, *, by_hand: bool) -> Painting:
    about = file.stat()
    written = f"{by_hand}:{name}:{about.st_size}:{about.st_mtime_ns}"
    key = hashlib.sha256(written.encode()).hexdigest()[:16]
    return Painting(file, by_hand, f"{'hand' if by_hand else 'machine'}:{name}", key)
