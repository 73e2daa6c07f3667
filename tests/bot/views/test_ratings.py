from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.views import ratings
from bot.views.callback_data import Press, Verb
from tests.bot.views.jobs import job
from tests.bot.views.labels import labels, presses


def test_the_scale_leads_back_to_the_menu() -> None:
    keyboard = ratings.choice(ENGLISH, job(), 8)
    assert labels(keyboard)[1:] == [["6", "7", "• 8 •", "9", "10"], ["‹ Back"]]
    assert presses(keyboard)["‹ Back"] == Press(Verb.MORE, job().id)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_what_answers_a_tap_fits(locale: Locale) -> None:
    for notice in (ratings.question(locale), ratings.thanks(locale, 10), ratings.nothing_to_rate(locale)):
        assert len(notice) <= 200
    assert "10" in ratings.thanks(locale, 10)
