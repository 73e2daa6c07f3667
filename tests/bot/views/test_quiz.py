from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.storage.quiz import Figures, TakenForHand
from bot.views import quiz
from bot.views.callback_data import Press, Verb
from tests.bot.views.labels import ROOM, labels, presses

NOBODY = Figures(TakenForHand(), TakenForHand())
ABOUT = f"{1763748000000}.{'0123456789abcdef'}"
each_language = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)


@each_language
def test_two_buttons_carry_what_the_question_is_about(locale: Locale) -> None:
    text, keyboard = quiz.question(locale, 3, 10, ABOUT)
    assert "<b>3 / 10</b>" in text
    ((hand, machine),) = labels(keyboard)
    assert presses(keyboard)[hand] == Press(Verb.QUIZ, "", f"{ABOUT}.hand")
    assert presses(keyboard)[machine] == Press(Verb.QUIZ, "", f"{ABOUT}.machine")
    assert max(len(hand), len(machine)) <= ROOM[2]


@each_language
def test_verdicts_differ_and_are_safe_in_html(locale: Locale) -> None:
    verdicts = {quiz.verdict(locale, by_hand=hand, right=right) for hand in (True, False) for right in (True, False)}
    assert len(verdicts) == 4
    assert not any(set("<>&") & set(verdict) or len(verdict) > 200 for verdict in verdicts)


def test_the_verdict_stands_above_the_next_question() -> None:
    verdict = quiz.verdict(ENGLISH, by_hand=True, right=True)
    text, _ = quiz.question(ENGLISH, 2, 10, ABOUT, verdict)
    assert text.startswith(f"The one before: {verdict}\n\n<b>2 / 10</b>")


def test_the_end_tells_the_score_and_how_many_are_fooled() -> None:
    figures = Figures(machine=TakenForHand(50, 17), hand=TakenForHand(50, 40))
    text, keyboard = quiz.result(ENGLISH, 7, 10, figures, "Right!")
    assert text.startswith("Right!\n\nYou were right about <b>7</b> of 10.")
    assert "34%" in text
    assert labels(keyboard) == [["↻ Once more"]]
    assert "%" not in quiz.result(ENGLISH, 7, 10, NOBODY, "")[0]
