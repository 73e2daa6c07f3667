from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.storage.models.jobs import JobKind, PictureKind
from bot.styles import Titled
from bot.views import albums, keyboards, results, texts
from engine import NotAPicture, PictureDamaged
from tests.bot.views.jobs import job

IRIS = [Titled("iris")]


def test_under_an_album_stands_what_would_stand_under_a_painting() -> None:
    album = job(kind=JobKind.ALBUM, album_file_ids=["a", "b"])
    shown = results.album(album, IRIS, (), 2, {})
    assert shown.text == results.painted(album, IRIS).text
    assert shown.keyboard == keyboards.under_result(ENGLISH, album, [("iris", 1.0)])


def test_files_have_buttons_too() -> None:
    album = job(kind=JobKind.ALBUM, album_file_ids=["a", "b"], picture=PictureKind.FILE)
    assert results.album(album, IRIS, (), 2, {}).keyboard is not None


def test_each_picture_that_is_left_out_is_named_with_its_reason() -> None:
    failures = {2: PictureDamaged("cut off"), 3: NotAPicture("video")}
    shown = results.album(job(kind=JobKind.ALBUM), IRIS, (), 2, failures)
    assert shown.text.splitlines()[-3:] == [
        "2 of 4 pictures.",
        f"No. 2: {texts.damaged_picture(ENGLISH)}",
        f"No. 3: {texts.not_a_picture(ENGLISH, 'video')}",
    ]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_it_is_said_how_many_are_painted(locale: Locale) -> None:
    said = albums.some_painted(locale, 2, 5)
    assert "2" in said
    assert "5" in said


def test_the_button_to_swap_carries_its_job() -> None:
    (button,) = albums.swap(ENGLISH, job())
    assert button.callback_data == f"swap:{job().id}"
