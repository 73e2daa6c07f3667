"""Who answers which question."""

from __future__ import annotations

from bot.handlers import own_styles, presets
from bot.handlers.questions import Questions, asked
from bot.handlers.turn import Turn

_ALL: Questions = {**own_styles.QUESTIONS, **presets.QUESTIONS}


async def answered(turn: Turn, words: str) -> str | None:
    """Take words for the answer to what the bot has asked, and return what to say; None if it has asked nothing."""
    question = asked(turn)
    if question is None or question.name not in _ALL:
        return None
    return await _ALL[question.name](turn, question, words)
