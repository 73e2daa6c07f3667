from __future__ import annotations

from dataclasses import replace

import pytest
from telegram.error import NetworkError

import engine
from bot.jobs import errors
from bot.language import ENGLISH, LOCALES, RUSSIAN, SPANISH, Locale
from bot.look import Look, Share
from bot.paging import page
from bot.storage.models.jobs import JobKind, PictureKind
from bot.styles import KnownStyle, Titled
from bot.views import gallery, keyboards, mixing, results, texts
from tests.bot.views.jobs import LOOK, job

KEPT = replace(LOOK, colours="luminance")


def test_a_painting_says_how_it_was_made() -> None:
    shown = results.painted(job(), [Titled("the <wave>", "Wave & Foam, Hokusai")])
    assert shown.text == "<b>the &lt;wave&gt;</b>, 70%\n<i>Wave &amp; Foam, Hokusai</i>"
    assert shown.keyboard == keyboards.under_result(ENGLISH, job(), [("the <wave>", 1.0)])
    assert results.painted(job(look=KEPT), [Titled("Iris")]).text == "<b>Iris</b>, 70%, your photo's colours"
    assert (
        results.painted(job(look=LOOK.in_style("own:1")), [Titled("my wave")]).text == "<b>my wave</b> (your own), 70%"
    )


def test_a_painting_speaks_the_language_in_which_it_was_asked_for() -> None:
    shown = results.painted(job(language="ru-RU", look=KEPT), [Titled("Iris")])
    assert shown.text == "<b>Iris</b>, 70\N{NO-BREAK SPACE}%, цвета вашего фото"
    assert shown.keyboard == keyboards.under_result(RUSSIAN, job(look=KEPT), [("Iris", 1.0)])
    # Or in the one that the person has chosen since.
    assert results.painted(job(language="ru-RU"), [Titled("Iris")], locale=ENGLISH).text == "<b>Iris</b>, 70%"


def test_one_of_many_near_a_style_says_which() -> None:
    look = replace(LOOK, method="vae", variation=3)
    assert results.painted(job(look=look), [Titled("Iris")]).text == "<b>Iris</b>, 70%, method VAE\nVariation 3"
    # Other methods have none.
    assert results.painted(job(look=replace(look, method="adain")), [Titled("Iris")]).text == "<b>Iris</b>, 70%"


def test_what_lies_between_styles() -> None:
    mixture = Look((Share("gallery:iris"), Share("sample:7")), method="vae")
    one = job(language="ru", look=mixture)
    strip = results.strip(one, [Titled("iris"), Titled("")], back=True)
    assert strip.text.startswith("<b>Iris → Случай 7</b> за семь шагов.")
    assert (strip.keyboard, strip.file_name) == (mixing.stops(RUSSIAN, one.id, back=True), "easel-iris-7")
    film = results.film(one, [Titled("iris"), Titled("")])
    assert (film.text, film.keyboard) == ("<b>Iris → Случай 7 → Iris</b>", None)


def test_what_the_engine_did_otherwise_than_asked_stands_under_the_painting_once() -> None:
    notes = [
        engine.SteppedDown(1024, 512, "no memory"),
        engine.SteppedDown(1024, 256, "still none"),
        engine.SteppedDown(4096, 2048, "no memory", "result"),
        engine.RegionTooSmall(0),
    ]
    caption, *remarks = results.painted(job(), [Titled("Iris")], notes).text.split("\n")
    assert caption == "<b>Iris</b>, 70%"
    assert remarks == [texts.painted_broader(ENGLISH), texts.painted_smaller(ENGLISH, 2048)]


def test_a_file_has_a_name_that_every_system_takes_and_no_buttons() -> None:
    shown = results.painted(
        job(picture=PictureKind.FILE, look=replace(LOOK, strength=0.705)), [Titled("Über/Wave: №1")]
    )
    assert (shown.file_name, shown.keyboard) == ("easel-uber-wave-no1-70", None)
    assert results.painted(job(picture=PictureKind.FILE), [Titled("波")]).file_name == "easel-style-70"


def test_a_sheet_has_the_numbers_of_its_page() -> None:
    styles = page([KnownStyle("gallery:iris", "iris"), KnownStyle("own:1", "my wave")], 0, 16)
    shown = results.sheet(job(kind=JobKind.SHEET, language="es"), styles, chosen="own:1", back=True)
    assert shown.text == gallery.sheet_caption(SPANISH, styles)
    assert shown.keyboard == gallery.sheet_buttons(SPANISH, styles, job().id, chosen="own:1", back=True)


def test_a_style_that_was_learnt_is_named() -> None:
    assert "<b>my &lt;wave&gt;</b>" in results.learned(job(kind=JobKind.LEARN), Titled("my <wave>")).text


ERRORS = [
    engine.EmptyFile(),
    engine.FileTooLarge(30 * 2**20, 20 * 2**20),
    *(engine.NotAPicture(kind) for kind in ("animated sticker", "pdf", "svg", "unknown", "video", "webm", "zip")),
    engine.PictureDamaged("cut off"),
    engine.TooManyPixels(30_000, 30_000, 120_000_000),
    engine.TooNarrow(1, 5000, 20.0),
    engine.TooSmall(8, 8, 16),
    engine.NonFinitePicture(3),
    engine.ControlError("strength must be in [0, 1]"),
    engine.MaskError("one row too many"),
    engine.OutOfMemory(2**34, 2**30),
    engine.StyleError("another encoder"),
    engine.CheckpointError("no weights"),
    engine.DeviceUnavailable("no CUDA device answers"),
    engine.Cancelled(),
    errors.DownloadTooBig(20 * 2**20),
    errors.FileGone(),
    errors.PicturesForbidden(),
    errors.ResultTooLarge(),
    errors.StyleGone(),
    errors.JobHeld(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_every_error_has_words_of_its_own(error: Exception, locale: Locale) -> None:
    text = results.failed(job(language=locale.code), error).text
    assert text != texts.something_went_wrong(locale)
    # Nothing of the sentence for the maintainer, and short enough for a glance.
    assert str(error) not in text or not str(error)
    assert len(text) < 190


def test_no_error_of_the_engine_or_the_queue_is_forgotten() -> None:
    def leaves(error: type[Exception]) -> set[type[Exception]]:
        return {error}.union(*map(leaves, error.__subclasses__())) if error.__subclasses__() else {error}

    parents = {engine.EngineError, engine.PictureError, errors.JobError}
    known = {type(error) for error in ERRORS}
    missing = (leaves(engine.EngineError) | leaves(errors.JobError)) - parents - known
    assert {error.__name__ for error in missing if error.__module__.startswith(("engine.errors", "bot."))} == set()


def test_what_nobody_foresaw_gets_an_apology() -> None:
    assert results.failed(job(), NetworkError("?")).text == texts.something_went_wrong(ENGLISH)
