import numpy as np
import pytest
from numpy.typing import NDArray

from bot.pictures.loop import FRAMES, frames, keys
from bot.pictures.path import Weights

COUNTS = pytest.mark.parametrize("count", [2, 3, 4])
# What stands for each style in these films: far apart, so that a jump shows.
COLOURS = np.array([(250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 250)], np.float64)


def painted(weights: Weights) -> NDArray[np.uint8]:
    colour = np.array(weights) @ COLOURS[: len(weights)]
    return np.broadcast_to(np.rint(colour).astype(np.uint8), (2, 4, 3))


def film(count: int, steps: int) -> NDArray[np.float64]:
    """The colour of each frame."""
    made = list(frames([painted(weights) for weights in keys(count, steps)], count))
    assert len(made) == FRAMES
    assert all(frame.shape == (2, 4, 3) and frame.dtype == np.uint8 for frame in made)
    return np.array([frame[0, 0] for frame in made], np.float64)


@COUNTS
def test_it_shows_each_style_as_it_is(count: int) -> None:
    shown = film(count, 6)
    apart = FRAMES // count
    for style in range(count):
        assert shown[style * apart] == pytest.approx(COLOURS[style])


@COUNTS
def test_it_goes_on_from_the_last_frame_to_the_first_as_between_any_two(count: int) -> None:
    shown = film(count, 6)
    steps = np.abs(np.roll(shown, -1, axis=0) - shown).max(axis=1)
    assert steps[-1] < 5, "it is at rest where it begins again"
    assert steps.max() < 40, "and jumps nowhere"


def test_two_styles_go_there_and_back_the_same_way() -> None:
    shown = film(2, 12)
    assert shown[1 : FRAMES // 2] == pytest.approx(shown[: FRAMES // 2 : -1])


@COUNTS
def test_blending_fewer_paintings_takes_the_same_way(count: int) -> None:
    assert film(count, 3) == pytest.approx(film(count, 12), abs=3)


@COUNTS
def test_what_was_painted_for_half_the_steps_serves_for_twice_as_many(count: int) -> None:
    assert set(keys(count, 6)) < set(keys(count, 12))
    assert len(set(keys(count, 12))) == len(keys(count, 12)), "nothing is painted twice"


def test_one_style_is_no_film() -> None:
    with pytest.raises(ValueError, match="2 to 4"):
        keys(1, 6)
