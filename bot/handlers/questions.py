"""Questions that the bot asks, and that the person's next message answers.

A question lives until whatever the person does next in that chat: who sends a photo instead has changed their mind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handlers.turn import Turn
from bot.storage.moments import now

# After so long a message is taken for what it says.
_WAITS_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Question:
    """What was asked, by the name of who answers it, and about which row."""

    name: str
    about: int


Answer = Callable[[Turn, Question, str], Awaitable[str]]
Questions = Mapping[str, Answer]


def ask(turn: Turn, name: str, about: int) -> None:
    """Take the person's next message in this chat for an answer."""
    turn.session.question = {"name": name, "about": about, "asked_at": now().isoformat()}


def asked(turn: Turn) -> Question | None:
    """Return what the person's message answers, if anything."""
    question = turn.question
    if question is None or now() - datetime.fromisoformat(question["asked_at"]) > _WAITS_FOR:
        return None
    return Question(question["name"], question["about"])
