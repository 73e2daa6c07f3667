from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.look import Look, Share
from bot.storage.models.jobs import Job
from bot.styles import Titled
from bot.views import inline

WAVE = Titled("wave", "The Wave, Claude Monet, 1883")
each_language = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
# What a phone shows of the line above the pictures.
LINE = 45


def job(look: Look) -> Job:
    return Job(id="0a1b2c3d4e5f", look=look, result_file_id="file")


def test_a_result_is_the_painting_with_its_caption() -> None:
    result = inline.result(ENGLISH, job(Look((Share("gallery:wave"),), strength=0.7)), [WAVE])
    assert (result.id, result.photo_file_id) == ("0a1b2c3d4e5f", "file")
    assert (result.title, result.description) == ("Wave, 70%", WAVE.credit)
    assert result.caption == "<b>wave</b>, 70%\n<i>The Wave, Claude Monet, 1883</i>"


def test_a_mixture_names_its_styles() -> None:
    look = Look((Share("gallery:wave", 3), Share("own:1", 1)))
    result = inline.result(ENGLISH, job(look), [WAVE, Titled("<my> style")])
    assert result.title == "Wave 75% + <my> style 25%, 100%"
    assert result.caption is not None
    assert "&lt;my&gt; style" in result.caption


def test_a_style_that_was_never_painted_has_its_number() -> None:
    result = inline.result(ENGLISH, job(Look((Share("sample:5"),), method="vae")), [Titled("")])
    assert result.title is not None
    assert "5" in result.title


def test_a_painting_whose_style_is_gone_goes_without_words() -> None:
    result = inline.result(ENGLISH, job(Look((Share("own:1"),))), [Titled("")])
    assert (result.photo_file_id, result.title, result.caption) == ("file", None, None)


@each_language
def test_lines_fit_a_phone_and_lead_to_the_bot(locale: Locale) -> None:
    for line in (
        inline.no_photo_yet(locale),
        inline.still_painting(locale),
        inline.not_painted_yet(locale),
        inline.unknown_style(locale, "starry night"),
    ):
        assert len(line.text) <= LINE
        assert line.start_parameter == inline.PARAMETER


@each_language
def test_the_explanation_shows_what_to_write(locale: Locale) -> None:
    assert "<code>@easel_bot wave 70%</code>" in inline.how_to(locale, "easel_bot", "wave")
