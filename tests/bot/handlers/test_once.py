from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.handlers import once
from bot.storage.moments import now

MINUTE = timedelta(minutes=1)


def test_a_sentence_is_news_again_after_a_while_and_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    context: Any = SimpleNamespace(user_data={})
    at = now()
    heard = []
    for seconds in (0, 59, 61):
        monkeypatch.setattr(once, "now", lambda seconds=seconds: at + timedelta(seconds=seconds))
        heard.append((once.is_news(context, "a", MINUTE), seconds))
    assert heard == [(True, 0), (False, 59), (True, 61)]
    assert once.is_news(context, "b", MINUTE)


def test_without_a_person_everything_is_news() -> None:
    context: Any = SimpleNamespace(user_data=None)
    assert once.is_news(context, "a", MINUTE)
    assert once.is_news(context, "a", MINUTE)
