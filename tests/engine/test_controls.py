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
