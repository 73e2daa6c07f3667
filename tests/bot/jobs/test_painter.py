"""The engine as the bot calls it, with the shipped weights."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from bot.jobs.painter import FILE_SIDE, PHOTO_SIDE, GalleryStyle, LearntStyle, Painter
from bot.storage.models import Job
from engine import Controls, Picture, PictureError, Progress, SteppedDown, Style, StyleError, Stylizer
from tests.bot.stand_in import picture, size_of

IRIS = GalleryStyle("iris")


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter()


def job(**changes: object) -> Job:
    return Job(**{"strength": 1.0, "keep_colours": False, "as_file": False, "seed": 0, **changes})


def mean_colour(data: bytes) -> tuple[float, ...]:
    pixel = Image.open(io.BytesIO(data)).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def test_a_photo_is_painted_as_large_as_telegram_shows_it(painter: Painter) -> None:
    small = painter.paint(picture(320, 240), IRIS, job())
    assert (small.width, small.height) == size_of(small.data) == (320, 240)
    large = painter.paint(picture(1600, 1200), IRIS, job())
    assert max(size_of(large.data)) == PHOTO_SIDE


def test_a_file_keeps_its_size_and_its_transparency(painter: Painter) -> None:
    assert FILE_SIDE > 1600
    large = painter.paint(picture(1600, 1200), IRIS, job(as_file=True))
    assert (large.format, size_of(large.data)) == ("JPEG", (1600, 1200))

    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 128, 128, 90)).save(out, "PNG")
    clear = painter.paint(out.getvalue(), IRIS, job(as_file=True))
    assert clear.format == "PNG"
    assert Image.open(io.BytesIO(clear.data)).getchannel("A").getextrema() == (90, 90)


def test_the_jobs_controls_reach_the_engine(painter: Painter) -> None:
    photo = picture(96, 96, "orangered")
    untouched = mean_colour(painter.paint(photo, IRIS, job(strength=0.0)).data)
    assert untouched == pytest.approx(mean_colour(photo), abs=3)
    styled = mean_colour(painter.paint(photo, IRIS, job()).data)
    kept = mean_colour(painter.paint(photo, IRIS, job(keep_colours=True)).data)
    assert styled != pytest.approx(untouched, abs=20)
    assert kept != pytest.approx(styled, abs=5)


def test_what_the_engine_does_otherwise_than_asked_comes_along(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = SteppedDown(1024, 512, "no memory")

    def stylize(
        self: Stylizer,
        photo: Picture,
        style: Style,
        controls: Controls,
        on_progress: Callable[[Progress], None],
        cancelled: object,
    ) -> Picture:
        for progress in (Progress(0, 1, note=note), Progress(1, 1)):
            on_progress(progress)
        return photo

    assert painter.paint(picture(96, 96), IRIS, job()).notes == ()
    monkeypatch.setattr(Stylizer, "stylize", stylize)
    assert painter.paint(picture(96, 96), IRIS, job()).notes == (note,)


def test_what_is_learnt_from_a_painting_can_be_painted_with(painter: Painter) -> None:
    statistics = painter.learn(picture(200, 150, "gold"))
    painted = painter.paint(picture(96, 96), LearntStyle(1, statistics), job())
    assert (painted.width, painted.height) == (96, 96)


def test_bytes_that_are_no_picture_are_refused_by_name(painter: Painter) -> None:
    with pytest.raises(PictureError):
        painter.paint(b"%PDF-1.7", IRIS, job())
    with pytest.raises(PictureError):
        painter.learn(b"")
    with pytest.raises(StyleError):
        painter.paint(picture(), LearntStyle(1, b"damaged"), job())
