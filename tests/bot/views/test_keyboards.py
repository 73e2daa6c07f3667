from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.language import ENGLISH, LOCALES, Locale
from bot.styles import KnownStyle
from bot.views import keyboards
from bot.views.callback_data import Press
from bot.views.gallery import page
from tests.bot.views.jobs import LOOK, job

KEPT = replace(LOOK, colours="luminance")

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


# What fits on one of so many buttons in a row, in characters: 360 points of a phone's width, less the margins.
ROOM = {1: 24, 2: 18, 3: 12, 5: 8}


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_labels_have_room_in_every_language(locale: Locale) -> None:
    kept, plain = job(look=replace(KEPT, strength=1.0)), job(look=replace(LOOK, strength=0.705))
    style = KnownStyle("gallery:iris", "iris")
    every = [
        *(keyboards.under_result(locale, one) for one in (kept, plain)),
        *(keyboards.strengths(locale, one) for one in (kept, plain)),
        keyboards.gallery(locale, page([style] * 100, 12), job_id="a", chosen="gallery:iris"),
        *(keyboards.languages(locale, one, in_group=group) for one in (None, "ru") for group in (True, False)),
    ]
    for row in (row for keyboard in every for row in labels(keyboard)):
        assert all(len(label) <= ROOM[len(row)] for label in row), row


def test_what_buttons_carry_is_the_same_in_every_language() -> None:
    def carried(keyboard: InlineKeyboardMarkup) -> list[object]:
        return [button.callback_data for row in keyboard.inline_keyboard for button in row]

    for view in (keyboards.under_result, keyboards.strengths):
        assert len({str(carried(view(locale, job()))) for locale in LOCALES}) == 1


def test_languages_stand_by_their_own_names_with_the_chosen_one_marked() -> None:
    assert labels(keyboards.languages(ENGLISH, "ru", in_group=False)) == [
        ["English", "• Русский •", "Español"],
        ["As in Telegram"],
    ]
    assert labels(keyboards.languages(ENGLISH, None, in_group=True)) == [
        ["English", "Русский", "Español"],
        ["• Each in their own •"],
    ]


def test_under_a_result() -> None:
    assert labels(keyboards.under_result(ENGLISH, job())) == [
        ["🎨 Styles"],
        ["−", "70%", "+"],
        ["Keep colours", "Full-size file"],
    ]
    assert labels(keyboards.under_result(ENGLISH, job(look=KEPT)))[2][0] == "✓ Keep colours"


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
    found = arguments(keyboards.under_result(ENGLISH, job(look=replace(LOOK, strength=strength))))
    assert (found["−"], found["+"]) == (weaker, stronger)


def test_the_number_offers_five_strengths() -> None:
    assert labels(keyboards.strengths(ENGLISH, job(look=replace(LOOK, strength=0.25)))) == [
        ["0%", "• 25% •", "50%", "75%", "100%"],
        ["Done"],
    ]


def test_the_gallery_marks_own_styles_and_the_chosen_one() -> None:
    styles = [KnownStyle("own:1", "my wave"), *(KnownStyle(f"gallery:{n}", f"s{n}", painter="Monet") for n in range(8))]
    keyboard = keyboards.gallery(ENGLISH, page(styles, 0), job_id="a", chosen="gallery:1")
    assert labels(keyboard) == [
        ["✎ my wave", "S0 · Monet"],
        ["• S1 · Monet •", "S2 · Monet"],
        ["S3 · Monet", "S4 · Monet"],
        ["S5 · Monet", "S6 · Monet"],
        ["‹", "1 / 2", "›"],
        ["Done"],
    ]
    # Under no painting there is nothing to go back to, and one page needs no leafing.
    assert labels(keyboards.gallery(ENGLISH, page(styles[:2], 0))) == [["✎ my wave", "S0 · Monet"]]


def test_the_longest_names_fit() -> None:
    style = KnownStyle("gallery:" + "n" * 32, "n" * 32)
    keyboard = keyboards.gallery(ENGLISH, page([style], 0), job_id="0" * 16, chosen=style.reference)
    assert all(len(label) <= LONGEST_LABEL for row in labels(keyboard) for label in row)
