from __future__ import annotations

from dataclasses import replace

import pytest

from bot.look import Look, Share
from bot.wish import FULL_SIZE, Wish

LOOK = Look((Share("gallery:iris"),), "wct", 0.7, "luminance", 0.5, (3, 4), 2048, None, variation=7)


def test_a_wish_that_says_nothing_is_false_and_changes_nothing() -> None:
    assert not Wish()
    assert Wish(levels=())
    assert Wish(strength=0.0)
    assert Wish().onto(LOOK) == LOOK


def test_only_what_was_said_changes() -> None:
    look = Wish(strength=0.0, colours="no").onto(LOOK)
    assert (look.strength, look.colours, look.stroke, look.levels, look.variation) == (0.0, "no", 0.5, (3, 4), 7)


def test_the_usual_levels_and_the_full_size_leave_it_to_the_painter() -> None:
    look = Wish(levels=(), side=FULL_SIZE).onto(LOOK)
    assert (look.levels, look.side) == (None, None)


def test_other_styles_start_anew() -> None:
    look = Wish.for_style("gallery:wave").onto(LOOK)
    assert (look.styles, look.variation) == (("gallery:wave",), 0)


@pytest.mark.parametrize(
    "look",
    [Look.of("gallery:iris"), Look(method="gatys", iterations=300), replace(LOOK, variation=0)],
)
def test_what_is_said_about_a_look_makes_it(look: Look) -> None:
    assert Wish.about(look).onto(Look()) == look


def test_what_a_method_does_not_have_is_not_said() -> None:
    assert Wish.about(Look(levels=(3, 4), iterations=300)) == Wish(strength=1.0)
