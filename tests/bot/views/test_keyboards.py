from __future__ import annotations

import pytest
from telegram import InlineKeyboardMarkup

from bot.styles import KnownStyle
from bot.views import keyboards
from bot.views.callback_data import Press
from bot.views.gallery import page
from tests.bot.views.jobs import job

# What a phone shows of a button in a row of two, roughly.
LONGEST_LABEL = 32 + len("• ✎  •")


def labels(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


def arguments(keyboard: InlineKeyboardMarkup) -> dict[str, str]:
    found = {}
    for row in keyboard.inline_keyboard:
        for button in row:
            assert isinstance(button.callback_data, str)
            press = Press.unpack(button.callback_data)
            assert press is not None
            found[button.text] = press.argument
    return found


def test_under_a_result() -> None:
    assert labels(keyboards.under_result(job())) == [
        ["🎨 Styles"],
        ["−", "70%", "+"],
        ["Keep colours", "Full-size file"],
    ]
    assert labels(keyboards.under_result(job(keep_colours=True)))[2][0] == "✓ Keep colours"


@pytest.mark.parametrize(
    ("strength", "weaker", "stronger"),
    [
        (0.7, "60", "80"),
        (0.75, "70", "80"),
        (0.0, "0", "10"),
        (0.04, "0", "10"),
        (1.0, "90", "100"),
        (0.29, "20", "30"),
    ],
)
def test_strength_goes_in_steps_of_ten(strength: float, weaker: str, stronger: str) -> None:
    found = arguments(keyboards.under_result(job(strength=strength)))
    assert (found["−"], found["+"]) == (weaker, stronger)


def test_the_number_offers_five_strengths() -> None:
    assert labels(keyboards.strengths(job(strength=0.25))) == [
        ["0%", "• 25% •", "50%", "75%", "100%"],
        ["Done"],
    ]


def test_the_gallery_marks_own_styles_and_the_chosen_one() -> None:
    styles = [KnownStyle("own:1", "my wave"), *(KnownStyle(f"gallery:{n}", f"s{n}", painter="Monet") for n in range(8))]
    keyboard = keyboards.gallery(page(styles, 0), job_id="a", chosen="gallery:1")
    assert labels(keyboard) == [
        ["✎ my wave", "S0 · Monet"],
        ["• S1 · Monet •", "S2 · Monet"],
        ["S3 · Monet", "S4 · Monet"],
        ["S5 · Monet", "S6 · Monet"],
        ["‹", "1 / 2", "›"],
        ["Done"],
    ]
    # Under no painting there is nothing to go back to, and one page needs no leafing.
    assert labels(keyboards.gallery(page(styles[:2], 0))) == [["✎ my wave", "S0 · Monet"]]


def test_the_longest_names_fit() -> None:
    style = KnownStyle("gallery:" + "n" * 32, "n" * 32)
    keyboard = keyboards.gallery(page([style], 0), job_id="0" * 16, chosen=style.reference)
    assert all(len(label) <= LONGEST_LABEL for row in labels(keyboard) for label in row)
