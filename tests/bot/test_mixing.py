from __future__ import annotations

import pytest

from bot import mixing
from bot.look import Look, Share

IRIS, WAVE, STARS, GOLD = "gallery:iris", "gallery:wave", "gallery:stars", "gallery:gold"


def mixture(*parts: tuple[str, float]) -> Look:
    return Look(tuple(Share(style, part) for style, part in parts), strength=0.7, variation=3)


def parts(look: Look) -> list[tuple[str, float]]:
    return [(style, round(part, 3)) for style, part in look.portions]


def test_one_style_is_no_mixture_and_neither_are_five() -> None:
    styles = [(f"own:{number}", 1.0) for number in range(5)]
    assert [mixing.is_mixture(mixture(*styles[:count])) for count in range(6)] == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_new_style_gets_an_even_part_and_the_others_keep_their_proportions() -> None:
    two = mixing.added(Look.of(IRIS), WAVE)
    assert parts(two) == [(IRIS, 0.5), (WAVE, 0.5)]
    assert parts(mixing.added(mixture((IRIS, 60), (WAVE, 30)), STARS)) == [(IRIS, 0.444), (WAVE, 0.222), (STARS, 0.333)]


def test_what_is_left_fills_the_place_of_a_style_that_is_taken_away() -> None:
    three = mixture((IRIS, 0.5), (WAVE, 0.3), (STARS, 0.2))
    assert parts(mixing.removed(three, IRIS)) == [(WAVE, 0.6), (STARS, 0.4)]


def test_a_style_that_is_left_alone_is_as_if_it_had_never_been_mixed() -> None:
    left = mixing.removed(mixture((IRIS, 0.3), (WAVE, 0.7)), IRIS)
    assert left.shares == Look.of(WAVE).shares


@pytest.mark.parametrize(
    ("percent", "less", "more"), [(50, 40, 60), (33.33, 30, 40), (10, 10, 20), (90, 80, 90), (17, 10, 20), (95, 90, 95)]
)
def test_a_part_goes_to_the_next_ten_percent_and_never_to_nothing(percent: float, less: float, more: float) -> None:
    look = mixture((IRIS, percent), (WAVE, 100 - percent))
    for steps, expected in ((-1, less), (1, more)):
        assert parts(mixing.shifted(look, IRIS, steps))[0] == (IRIS, round(expected / 100, 3))


def test_a_part_below_the_first_step_does_not_grow_by_being_made_smaller() -> None:
    look = mixture((IRIS, 0.05), (WAVE, 0.95))
    assert mixing.shifted(look, IRIS, -1) == look


def test_the_others_make_room_in_proportion_and_all_else_stays() -> None:
    three = mixture((IRIS, 0.4), (WAVE, 0.4), (STARS, 0.2))
    after = mixing.shifted(three, WAVE, 1)
    assert parts(after) == [(IRIS, 0.333), (WAVE, 0.5), (STARS, 0.167)]
    assert (after.strength, after.variation) == (0.7, 3)


def test_steps_there_and_back_lead_to_the_same_look() -> None:
    look = mixing.added(Look.of(IRIS), WAVE)
    there = mixing.shifted(mixing.shifted(look, IRIS, 1), IRIS, 1)
    assert mixing.shifted(mixing.shifted(there, WAVE, 1), WAVE, 1) == look


def test_all_mixtures_of_the_same_styles_are_even_in_the_same_way() -> None:
    assert mixing.even(mixture((IRIS, 0.2), (WAVE, 0.8))) == mixing.even(mixture((IRIS, 7), (WAVE, 1)))
    assert mixing.even(mixture((IRIS, 1), (WAVE, 1))) != mixing.even(mixture((WAVE, 1), (IRIS, 1)))


def test_stops_go_from_the_first_style_to_the_last() -> None:
    look = mixture((IRIS, 0.9), (WAVE, 0.1))
    assert mixing.stop(look, 1).shares == (Share(IRIS),)
    assert parts(mixing.stop(look, 4)) == [(IRIS, 0.5), (WAVE, 0.5)]
    assert parts(mixing.stop(look, 6)) == [(IRIS, 0.167), (WAVE, 0.833)]
    assert mixing.stop(look, 7).shares == (Share(WAVE),)


def test_stops_of_more_styles_lead_through_the_ones_between() -> None:
    three = mixture((IRIS, 1), (WAVE, 1), (STARS, 1))
    assert mixing.stop(three, 4).shares == (Share(WAVE),)
    assert parts(mixing.stop(three, 5)) == [(WAVE, 0.667), (STARS, 0.333)]
    four = mixing.added(three, GOLD)
    assert [mixing.stop(four, number).style for number in (1, 3, 5, 7)] == [IRIS, WAVE, STARS, GOLD]


@pytest.mark.parametrize("number", [0, 8])
def test_there_are_seven_stops(number: int) -> None:
    with pytest.raises(IndexError):
        mixing.stop(mixture((IRIS, 1), (WAVE, 1)), number)
