from __future__ import annotations

import inspect
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.language import LOCALES, Locale
from bot.look import Look
from bot.views import texts
from bot.wish import Wish

MAX_NOTICE = 200
# More than this nobody reads on a phone.
MAX_MESSAGE = 1000
HOSTILE = '<b>&"quo<te' * 5
_EXAMPLES: dict[str, Any] = {
    "names": [(HOSTILE, 0.6), ("iris", 0.4)],
    "look": Look(strength=0.7, colours="luminance"),
    "wish": Wish(strength=0.7, colours="luminance"),
    "credits": [HOSTILE],
    "seed": 7,
    "strength": 0.7,
    "limit": 20 * 1024 * 1024,
    "size": 21 * 1024 * 1024,
    "width": 30_000,
    "height": 30_000,
    "minimum": 16,
    "number": 12,
    "pixels": 2048,
    "in_group": True,
}
_SENTENCES = [
    function
    for name, function in vars(texts).items()
    if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == texts.__name__
]
_FIRST_NOTICE = _SENTENCES.index(texts.language_chosen)


class Tags(HTMLParser):
    """Fails on tags that Telegram does not know or that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("b", "i", "code")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def said(function: Any, locale: Locale) -> str:
    first, *names = inspect.signature(function).parameters
    assert first == "locale"
    sentence = function(locale, **{name: _EXAMPLES.get(name, HOSTILE) for name in names})
    assert isinstance(sentence, str)
    return sentence


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
@pytest.mark.parametrize("function", _SENTENCES[:_FIRST_NOTICE], ids=lambda function: function.__name__)
def test_messages_are_html_that_telegram_takes_whatever_people_are_called(function: Any, locale: Locale) -> None:
    sentence = said(function, locale)
    tags = Tags()
    tags.feed(sentence)
    assert tags.open == []
    assert not re.search(r"&(?!(amp|lt|gt|quot|#x27);)", sentence)
    assert len(re.sub("<[^>]*>", "", sentence)) <= MAX_MESSAGE


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
@pytest.mark.parametrize("function", _SENTENCES[_FIRST_NOTICE:], ids=lambda function: function.__name__)
def test_notices_are_short_enough_for_telegram(function: Any, locale: Locale) -> None:
    assert 0 < len(said(function, locale)) <= MAX_NOTICE
