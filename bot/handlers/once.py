"""Sentences that are said once for many messages, not again for each of fifty photos."""

from __future__ import annotations

from datetime import timedelta

from bot.context import EaselContext
from bot.storage.moments import now


def is_news(context: EaselContext, sentence: str, silent_for: timedelta) -> bool:
    """Tell whether a person has not been told `sentence` within that time, and note that they are told now.

    Only in memory: after a restart they may be told once more.
    """
    told = context.user_data
    if told is None:
        return True
    before = told.get(sentence)
    if before is not None and now() - before < silent_for:
        return False
    told[sentence] = now()
    return True
