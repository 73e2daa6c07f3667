import pytest
import torch

from bot.jobs.headway import Headway
from engine import Picture, Progress


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def headway(clock: Clock) -> Headway:
    return Headway(60.0, clock=clock)


def test_before_its_turn_it_will_take_what_is_expected(headway: Headway, clock: Clock) -> None:
    clock.now += 20
    assert (headway.begun, headway.fraction, headway.left) == (False, 0.0, 60.0)


def test_a_method_that_says_nothing_goes_by_the_clock(headway: Headway, clock: Clock) -> None:
    headway.begin()
    clock.now += 15
    assert (headway.fraction, headway.left) == (0.25, 45.0)


def test_what_takes_longer_than_expected_never_looks_done(headway: Headway, clock: Clock) -> None:
    headway.begin()
    clock.now += 600
    assert headway.fraction < 1
    assert headway.left > 0
    headway.report(Progress(160, 160))
    assert headway.fraction < 1
    assert headway.left > 0


def test_steps_tell_how_far_it_is(headway: Headway, clock: Clock) -> None:
    headway.begin()
    headway.report(Progress(40, 160))
    clock.now += 1
    assert headway.fraction == 0.25


def test_steps_that_take_less_than_others_count_for_less(clock: Clock) -> None:
    headway = Headway(60.0, lambda steps: steps**2, clock)
    headway.begin()
    headway.report(Progress(80, 160))
    assert headway.fraction == 0.25


@pytest.mark.parametrize("pace", [0.5, 1.0, 4.0])
def test_half_way_the_rest_takes_as_long_as_the_first_half_did(headway: Headway, clock: Clock, pace: float) -> None:
    headway.begin()
    clock.now += 30 * pace
    headway.report(Progress(80, 160))
    assert headway.left == pytest.approx(30 * pace)


def test_a_remark_of_the_engine_takes_nothing_back(headway: Headway) -> None:
    headway.begin()
    headway.report(Progress(80, 160))
    headway.report(Progress(0, 160))
    assert headway.fraction == 0.5


def test_of_several_pictures_each_is_a_part(headway: Headway) -> None:
    headway.begin()
    headway.report(Progress(1, 2), part=1, parts=4)
    assert headway.fraction == 0.375


def test_a_preview_is_taken_once(headway: Headway) -> None:
    preview = Picture.of(torch.rand(1, 3, 8, 8))
    headway.report(Progress(1, 9, preview))
    headway.report(Progress(2, 9))
    assert headway.take_preview() is preview
    assert headway.take_preview() is None


def test_what_need_not_be_painted_counts_as_begun_and_is_not_at_the_easel(headway: Headway) -> None:
    headway.skip()
    assert (headway.begun, headway.at_the_easel) == (True, False)
