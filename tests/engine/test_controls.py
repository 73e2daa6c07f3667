import math
from typing import Any

import pytest

from engine import ControlError, Controls


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"strength": 1.01}, "0 to 1"),
        ({"strength": -0.1}, "0 to 1"),
        ({"strength": math.nan}, "0 to 1"),
        ({"keep_colours": "some"}, "luminance"),
        ({"longest_side": 10}, "64 to 16384"),
        ({"longest_side": 20000}, "64 to 16384"),
        ({"seed": -1}, "0 to 2"),
        ({"seed": 2**63}, "0 to 2"),
        ({"levels": ()}, "1 to 5"),
        ({"levels": (0,)}, "1 to 5"),
        ({"levels": (6, 1)}, "1 to 5"),
        ({"levels": (2, 2)}, "each once"),
        ({"levels": (2, 1), "level_strengths": (1.0,)}, "one for each of levels"),
        ({"level_strengths": (1.0,)}, "one for each of levels"),
        ({"levels": (1,), "level_strengths": (1.5,)}, "0 to 1"),
        ({"levels": (1,), "level_strengths": (math.nan,)}, "0 to 1"),
        ({"stroke_size": 0.2}, "0.25 to 2"),
        ({"stroke_size": math.nan}, "0.25 to 2"),
        ({"iterations": 0}, "1 to 10,000"),
    ],
)
def test_a_control_out_of_range_names_the_range(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ControlError, match=named):
        Controls(**wrong)
    with pytest.raises(ValueError, match=named):
        Controls(**wrong)


def test_the_ends_are_allowed() -> None:
    assert Controls(strength=0).strength == 0
    assert Controls(strength=1).strength == 1


def test_levels_have_the_strength_of_all_or_their_share_of_it() -> None:
    assert Controls(0.5).by_level((1, 2)) == {1: 0.5, 2: 0.5}
    assert Controls(0.5, levels=(2,)).by_level((1, 2)) == {2: 0.5}
    chosen = Controls(0.5, levels=(4, 1), level_strengths=(1.0, 0.5))
    assert chosen.by_level((1, 2, 3, 4, 5)) == {4: 0.5, 1: 0.25}
    assert chosen.mean_strength == 0.375
    assert Controls(0.5).mean_strength == 0.5


def test_controls_of_lists_are_keys_too() -> None:
    levels: Any = [3, 1]
    assert {Controls(levels=levels): 1}[Controls(levels=(3, 1))] == 1
