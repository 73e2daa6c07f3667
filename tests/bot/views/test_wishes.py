from __future__ import annotations

import re
from html import unescape

import pytest

from bot.grammar import Setting, parse
from bot.language import ENGLISH, LOCALES, Locale
from bot.look import Look, Share
from bot.styles import KnownStyle
from bot.views import wishes
from bot.wish import Wish

EXAMPLES = ("iris", "wave")
NAMES = (("a<b", 0.6), ("iris", 0.4))
STYLES = (KnownStyle("gallery:iris", "iris"), KnownStyle("gallery:wave", "wave"))
LOOK = Look((Share("own:1", 0.6), Share("gallery:iris", 0.4)), "wct", 0.7, "histogram", 0.5, (3, 4), 2048, 300)
# What each setting's examples wish for.
FIELDS = {
    Setting.MIX: "shares",
    Setting.METHOD: "method",
    Setting.STRENGTH: "strength",
    Setting.COLOURS: "colours",
    Setting.STROKE: "stroke",
    Setting.LEVELS: "levels",
    Setting.SIZE: "side",
    Setting.ITERATIONS: "iterations",
}

each_language = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
each_setting = pytest.mark.parametrize("setting", Setting, ids=lambda setting: setting.name)


def examples(sentence: str) -> list[str]:
    return [unescape(example) for example in re.findall("<code>(.*?)</code>", sentence)]


@each_language
@each_setting
def test_every_example_of_a_setting_sets_it(locale: Locale, setting: Setting) -> None:
    now = wishes.setting_now(locale, setting, LOOK, NAMES, EXAMPLES)
    bad = wishes.bad_value(locale, setting, "nonsense", (), EXAMPLES)
    for sentence in (now, bad):
        assert examples(sentence)
        assert "a<b" not in sentence
        for example in examples(sentence):
            assert getattr(parse(example, STYLES), FIELDS[setting]) is not None, example


@each_language
def test_every_method_is_offered(locale: Locale) -> None:
    for sentence in (
        wishes.setting_now(locale, Setting.METHOD, LOOK, NAMES, EXAMPLES),
        wishes.bad_value(locale, Setting.METHOD, "magic", (), EXAMPLES),
    ):
        assert {parse(example, STYLES).method for example in examples(sentence)} == {"adain", "vae", "wct", "gatys"}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (Setting.MIX, "a&lt;b 60% + iris 40%"),
        (Setting.METHOD, "WCT"),
        (Setting.STRENGTH, "70%"),
        (Setting.COLOURS, "colours matched to your photo"),
        (Setting.STROKE, "fine strokes"),
        (Setting.LEVELS, "levels 3, 4"),
        (Setting.SIZE, "2048 pixels"),
        (Setting.ITERATIONS, "300 iterations"),
    ],
)
def test_a_question_is_answered_with_how_it_is_set(setting: Setting, said: str) -> None:
    assert said in wishes.setting_now(ENGLISH, setting, LOOK, NAMES, EXAMPLES)


@each_setting
def test_what_was_not_understood_is_quoted(setting: Setting) -> None:
    assert "“a&lt;b”" in wishes.bad_value(ENGLISH, setting, "a<b", (), EXAMPLES)


def test_a_slip_in_a_methods_name_gets_the_nearest() -> None:
    assert "<code>wct</code>?" in wishes.bad_value(ENGLISH, Setting.METHOD, "wkt", ["wct"], EXAMPLES)


@each_language
def test_what_another_method_has_comes_with_what_to_say_instead(locale: Locale) -> None:
    (levels,) = examples(wishes.of_another_method(locale, Setting.LEVELS, "wct"))
    (iterations,) = examples(wishes.of_another_method(locale, Setting.ITERATIONS, "gatys"))
    assert parse(levels, STYLES) == Wish(method="wct", levels=(3, 4, 5))
    assert parse(iterations, STYLES) == Wish(method="gatys", iterations=300)


def test_a_method_that_a_style_does_not_have_comes_with_those_that_it_has() -> None:
    sentence = wishes.not_by_method(ENGLISH, (("iris", 1.0),), "gatys", ("adain", "vae"))
    assert "iris by the method Gatys" in sentence
    assert examples(sentence) == ["adain", "vae"]


@pytest.mark.parametrize(
    ("nearest", "guess"),
    [
        ([], "called “irris”. /styles"),
        (["iris"], "Did you mean <code>iris</code>?"),
        (["iris", "wave", "owl"], "Did you mean <code>iris</code>, <code>wave</code> or <code>owl</code>?"),
    ],
)
def test_an_unknown_style_comes_with_the_nearest(nearest: list[str], guess: str) -> None:
    assert guess in wishes.unknown_style(ENGLISH, "irris", nearest)


def test_an_unknown_style_may_become_one() -> None:
    assert '<code>/style "irris"</code>' in wishes.unknown_style(ENGLISH, "irris", [], could_be_kept=True)


@each_language
def test_a_wish_that_is_unclear_comes_with_one_that_is_not(locale: Locale) -> None:
    for sentence in (wishes.unclear(locale, "quickly", "iris"), wishes.not_understood(locale, "iris")):
        assert [parse(example, STYLES) for example in examples(sentence)] == [
            Wish(shares=(Share("gallery:iris"),), strength=0.7)
        ]
