import pytest

from bot.jobs.expectations import Expectations
from bot.look import Look
from bot.storage.models.jobs import Job, JobKind, PictureKind
from engine import ControlError
from tests.bot.stand_in import StandInPainter


def job(kind: JobKind, photos: int = 0) -> Job:
    photo_ids = [str(number) for number in range(photos)] or None
    return Job(kind=kind, look=Look.of("gallery:iris"), picture=PictureKind.PHOTO, album_file_ids=photo_ids)


@pytest.fixture
def painter() -> StandInPainter:
    painter = StandInPainter()
    painter.seconds = 7.0
    return painter


def test_a_painting_takes_what_the_painter_says(painter: StandInPainter) -> None:
    assert Expectations(painter).of(job(JobKind.PAINT)) == 7.0


def test_an_album_takes_that_for_each_photo(painter: StandInPainter) -> None:
    assert Expectations(painter).of(job(JobKind.ALBUM, photos=3)) == 21.0


def test_a_look_that_cannot_be_painted_takes_little(painter: StandInPainter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> float:
        raise ControlError("strength is 2.0: it must be in 0..1")

    monkeypatch.setattr(painter, "estimate", refuse)
    assert Expectations(painter).of(job(JobKind.PAINT)) < 5.0


def test_other_kinds_take_what_they_took_lately(painter: StandInPainter) -> None:
    expectations = Expectations(painter)
    for _ in range(50):
        expectations.note(job(JobKind.FILM), 20.0)
    assert expectations.of(job(JobKind.FILM)) == pytest.approx(20.0, rel=0.01)
    assert expectations.of(job(JobKind.SHEET)) < 5.0
