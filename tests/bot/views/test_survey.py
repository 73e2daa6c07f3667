from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.storage.scores import Scores
from bot.views import survey
from bot.views.callback_data import Press, Verb
from bot.views.survey import Outcome
from tests.bot.views.labels import ROOM, labels, presses


def test_a_question_says_how_many_there_are_and_can_be_skipped() -> None:
    text, keyboard = survey.question(ENGLISH, 2, 10, score=4)
    assert text.startswith("<b>3 / 10</b>\n")
    assert labels(keyboard) == [
        ["1", "2", "3", "• 4 •", "5"],
        ["6", "7", "8", "9", "10"],
        ["Skip ›", "✕ Stop"],
    ]
    assert presses(keyboard)["9"] == Press(Verb.SURVEY, "", "2.9")
    assert presses(keyboard)["Skip ›"] == Press(Verb.SURVEY, "", "2.skip")


def test_the_thanks_compare_with_everybody() -> None:
    outcome = Outcome(Scores.of([7, 8]), 3, Scores.of([7, 8, 4]), people=2)
    text, keyboard = survey.thanks(ENGLISH, outcome, quiz=True)
    assert "Your mean: <b>7.5</b> for 2 paintings." in text
    assert "Everybody's mean: <b>6.3</b>, from 2 people." in text
    assert "You skipped 1 painting; the button below brings it back." in text
    assert "/quiz" in text
    assert labels(keyboard) == [["↻ Once more"]]
    assert "<b>7,5</b>" in survey.thanks(RUSSIAN, outcome, quiz=False)[0]


def test_whole_means_keep_their_decimal() -> None:
    outcome = Outcome(Scores.of([7]), 1, Scores.of([7]), people=1)
    text, _ = survey.thanks(ENGLISH, outcome, quiz=False)
    assert "<b>7.0</b>" in text
    assert "skipped" not in text
    assert "/quiz" not in text


def test_who_skipped_everything_is_thanked_without_means() -> None:
    text, _ = survey.thanks(ENGLISH, Outcome(Scores(), 10, Scores(), people=0), quiz=False)
    assert "mean" not in text
    assert "You skipped 10 paintings" in text


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_buttons_fit_on_a_phone(locale: Locale) -> None:
    outcome = Outcome(Scores(), 10, Scores(), people=0)
    keyboards = survey.question(locale, 9, 10, 10)[1], survey.thanks(locale, outcome, quiz=True)[1]
    for row in (row for keyboard in keyboards for row in labels(keyboard)):
        assert all(len(label) <= ROOM[len(row)] for label in row), row


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_groups_are_led_to_the_private_chat(locale: Locale) -> None:
    link = "https://t.me/easel_bot?start=survey"
    assert link in survey.only_in_private(locale, link)
    assert "/survey" in survey.stopped(locale)
