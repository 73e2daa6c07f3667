from __future__ import annotations

import pytest

from bot.views.callback_data import MAX_BYTES, Press, Verb


@pytest.mark.parametrize(
    "press",
    [
        Press(Verb.STYLE, "0123456789abcdef", "gallery:iris"),
        Press(Verb.STYLE, "", "own:12"),
        Press(Verb.BACK, "0123456789abcdef"),
        Press(Verb.GALLERY),
    ],
)
def test_what_a_button_says_survives_the_way_through_telegram(press: Press) -> None:
    assert Press.unpack(press.pack()) == press


def test_what_telegram_would_refuse_is_refused_here() -> None:
    longest = Press(Verb.STYLE, "0123456789abcdef", "x" * (MAX_BYTES - 23))
    assert len(longest.pack()) == MAX_BYTES
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        Press(longest.verb, longest.job_id, longest.argument + "x").pack()


@pytest.mark.parametrize("data", ["", ":", "dance:1:2", "STYLE:1:2"])
def test_what_no_version_wrote_is_none(data: str) -> None:
    assert Press.unpack(data) is None
