from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, SPANISH, BrokenMessage, Html, Locale, locale_for, spoken
from bot.views import texts

ARABIC = "محمد"


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("en", ENGLISH),
        ("en-GB", ENGLISH),
        ("ru", RUSSIAN),
        ("RU", RUSSIAN),
        ("es", SPANISH),
        ("es-MX", SPANISH),
        ("es_419", SPANISH),
        ("pt-br", ENGLISH),
        ("rus", ENGLISH),
        ("", ENGLISH),
        (None, ENGLISH),
    ],
)
def test_a_language_is_found_whatever_the_region(code: str | None, locale: Locale) -> None:
    assert locale_for(code) is locale


def test_what_was_chosen_comes_before_what_the_app_is_set_to() -> None:
    assert locale_for(None, "es", "ru") is SPANISH
    assert locale_for("tlh", None, "ru") is RUSSIAN
    assert spoken("tlh") is None


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_values_are_escaped_in_html_and_left_alone_in_plain_text(locale: Locale) -> None:
    assert "&lt;b&gt;&amp;" in locale.html("welcome", name="<b>&")
    assert "<i>&amp;</i>" in locale.html("welcome", name=Html("<i>&amp;</i>"))
    assert "<b>&" in locale.text("style-noted", style="<b>&")


def test_only_what_is_written_from_right_to_left_is_isolated_and_nothing_that_is_copied() -> None:
    assert f"\u2068{ARABIC}\u2069!" in texts.welcome(ENGLISH, ARABIC)
    assert "\u2068" not in texts.welcome(ENGLISH, "Änna")
    learnt = texts.learned(ENGLISH, ARABIC)
    assert f"<b>\u2068{ARABIC}\u2069</b>" in learnt
    assert f"<code>{ARABIC}</code>" in learnt


@pytest.mark.parametrize(
    ("locale", "strength", "pixels", "megabytes"),
    [
        (ENGLISH, "70.5%", "30,000 × 20,000", "20.5 MB"),
        (RUSSIAN, "70,5\N{NO-BREAK SPACE}%", "30\N{NO-BREAK SPACE}000 × 20\N{NO-BREAK SPACE}000", "20,5 МБ"),
        (SPANISH, "70,5\N{NO-BREAK SPACE}%", "30.000 × 20.000", "20,5 MB"),
    ],
    ids=["en", "ru", "es"],
)
def test_numbers_are_written_as_the_language_writes_them(
    locale: Locale, strength: str, pixels: str, megabytes: str
) -> None:
    assert texts.percent(locale, 0.705) == strength
    assert pixels in texts.too_many_pixels(locale, 30_000, 20_000, 120_000_000)
    assert megabytes in texts.file_too_large(locale, 21_495_808, 20 * 2**20)


@pytest.mark.parametrize(
    ("minimum", "height", "genitive", "nominative"),
    [
        (1, 21, "1 пикселя", "× 21 пиксель "),
        (2, 22, "2 пикселей", "× 22 пикселя "),
        (5, 11, "5 пикселей", "× 11 пикселей "),
        (16, 1005, "16 пикселей", "× 1\N{NO-BREAK SPACE}005 пикселей "),
    ],
)
def test_russian_counts_in_one_few_and_many(minimum: int, height: int, genitive: str, nominative: str) -> None:
    sentence = texts.too_small(RUSSIAN, 8, height, minimum)
    assert genitive in sentence
    assert nominative in sentence


def test_a_whole_number_counts_as_one_even_as_a_float() -> None:
    assert "в 2 раза" in texts.too_narrow(RUSSIAN, 1, 5000, 2.0)
    assert "в 20 раз." in texts.too_narrow(RUSSIAN, 1, 5000, 20.0)


def test_a_message_that_is_not_there_or_lacks_a_value_is_an_error_that_names_it() -> None:
    with pytest.raises(BrokenMessage, match="no message 'nonsense'"):
        ENGLISH.text("nonsense")
    with pytest.raises(BrokenMessage, match=r"'welcome' in ru.*name"):
        RUSSIAN.html("welcome")
