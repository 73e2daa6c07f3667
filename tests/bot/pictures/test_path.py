import pytest

from bot.pictures.path import STOPS, between, path


@pytest.mark.parametrize("count", [2, 3, 4])
def test_each_style_is_itself_a_stop_and_each_stop_is_a_mixture(count: int) -> None:
    stops = path(count)
    assert len(stops) == STOPS
    pure = [tuple(float(style == other) for other in range(count)) for style in range(count)]
    assert [stop for stop in stops if max(stop) == 1] == pure
    for stop in stops:
        assert sum(stop) == pytest.approx(1)
        assert min(stop) >= 0
        assert sum(weight > 0 for weight in stop) <= 2, "the way leads from one style to the next"


def test_two_styles_are_six_equal_steps_apart() -> None:
    assert [second for _, second in path(2)] == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1])


def test_after_the_last_style_comes_the_first() -> None:
    assert between(2.25, 3) == (0.25, 0.0, 0.75)
    assert between(3, 3) == between(0, 3) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_way_needs_two_to_four_styles(count: int) -> None:
    with pytest.raises(ValueError, match=f"2 to 4 styles, got {count}"):
        path(count)
