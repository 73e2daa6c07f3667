from __future__ import annotations

from datetime import timedelta

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.views import limits

# Of an answer to a tap.
MOST_CHARACTERS = 200


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "in 1 second"),
        (89.5, "in 90 seconds"),
        (91, "in 2 minutes"),
        (90 * 60, "in 90 minutes"),
        (90 * 60 + 1, "in 2 hours"),
        (86_400, "in 24 hours"),
    ],
)
def test_the_wait_is_said_in_the_unit_that_people_use(seconds: float, words: str) -> None:
    assert f"again {words}." in limits.too_many_wishes(ENGLISH, timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 секунду"), (22, "22 секунды"), (45, "45 секунд")])
def test_russian_has_its_plurals(seconds: int, words: str) -> None:
    assert f"через {words}." in limits.too_many_wishes(RUSSIAN, timedelta(seconds=seconds))


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
@pytest.mark.parametrize("seconds", [88, 88 * 60, 88_000])
def test_the_notice_fits(locale: Locale, seconds: int) -> None:
    notice = limits.too_many_wishes_notice(locale, timedelta(seconds=seconds))
    assert len(notice) <= MOST_CHARACTERS
    assert "<" not in notice
