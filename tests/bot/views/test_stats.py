from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.opinions import MIXTURES, OWN_STYLES, SAMPLES, Opinions
from bot.storage.quiz import Figures, TakenForHand
from bot.storage.scores import Scores
from bot.survey import pairs
from bot.views import stats
from bot.views.stats import Page
from tests.bot.views.labels import ROOM, labels

NONE = Opinions({}, {}, tuple((pair, Scores()) for pair in pairs()), 0, Figures(TakenForHand(), TakenForHand()))
SOME = Opinions(
    by_method={"adain": Scores.of([7, 8, 9]), "wct": Scores.of([10]), "gatys": Scores.of([1, 10])},
    by_style={
        "iris": Scores.of([7]),
        MIXTURES: Scores.of([9]),
        OWN_STYLES: Scores.of([8]),
        SAMPLES: Scores.of([5]),
        "a-very-long-name-indeed": Scores.of([2] * 12345),
    },
    by_pair=tuple((pair, Scores.of([number, 10])) for number, (pair, _) in enumerate(NONE.by_pair, 1)),
    people=2,
    quiz=Figures(machine=TakenForHand(50, 17), hand=TakenForHand(1, 1)),
)
each_language = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)


def table(text: str) -> list[list[str]]:
    return [line.split() for found in re.findall("<pre>(.*?)</pre>", text, re.DOTALL) for line in found.split("\n")]


def test_methods_the_best_first_and_all_together() -> None:
    assert table(stats.page(ENGLISH, Page.METHODS, SOME)) == [
        ["mean", "±", "n"],
        ["WCT", "10.0", "–", "1"],
        ["AdaIN", "8.0", "1.0", "3"],
        ["Gatys", "5.5", "6.4", "2"],
        ["all", "7.5", "3.4", "6"],
    ]
    assert ["AdaIN", "8,0", "1,0", "3"] in table(stats.page(RUSSIAN, Page.METHODS, SOME))


def test_styles_without_a_name_that_everybody_knows_are_told_by_their_kind() -> None:
    rows = table(stats.page(ENGLISH, Page.STYLES, SOME))
    assert [row[0] for row in rows[1:]] == ["mixtures", "own", "iris", "surprises", "a-very-long-…"]
    assert rows[-1][1:] == ["2.0", "0.0", "12345"]


def test_the_survey_by_method_and_by_pair() -> None:
    text = stats.page(ENGLISH, Page.SURVEY, SOME)
    rows = table(text)
    assert "from 2 people" in text
    assert ["1", "iris", "5.5", "6.4", "2"] in rows
    assert ["10", pairs()[9].style, "10.0", "0.0", "2"] in rows
    assert {row[0] for row in rows[1:5]} == {"AdaIN", "WCT", "VAE", "Gatys"}


def test_the_quiz_in_two_sentences() -> None:
    machine, hand = stats.page(ENGLISH, Page.QUIZ, SOME).split("\n")
    assert "<b>34%</b> of 50 answers" in machine
    assert "<b>100%</b> of 1 answer." in hand
    only = replace(SOME, quiz=Figures(TakenForHand(), TakenForHand(1, 0)))
    assert "<b>0%</b>" in stats.page(ENGLISH, Page.QUIZ, only)


@each_language
@pytest.mark.parametrize("page", Page)
def test_tables_fit_on_a_phone(locale: Locale, page: Page) -> None:
    for found in re.findall("<pre>(.*?)</pre>", stats.page(locale, page, SOME), re.DOTALL):
        assert {len(line) for line in found.split("\n")} == {31}


@each_language
def test_before_anybody_has_said_anything(locale: Locale) -> None:
    texts = [stats.page(locale, page, NONE) for page in Page]
    assert all("<pre>" not in text and text for text in texts)


@each_language
def test_the_pages_and_for_admins_the_files(locale: Locale) -> None:
    for export in (True, False):
        rows = labels(stats.pages(locale, Page.SURVEY, export=export))
        assert [len(row) for row in rows] == [2, 2, 1][: 3 if export else 2]
        assert rows[1][0].startswith("•")
        assert all(len(label) <= ROOM[len(row)] for row in rows for label in row)
