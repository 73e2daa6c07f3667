from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.language import ENGLISH, LOCALES, Locale
from bot.look import Look, Share
from bot.views import keyboards
from bot.views.callback_data import Press, Verb
from tests.bot.views.jobs import LOOK, job
from tests.bot.views.labels import ROOM, labels, presses

NAMES = (("harlequin", 1.0),)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_labels_have_room_in_every_language(locale: Locale) -> None:
    strong, uneven = job(look=replace(LOOK, strength=1.0)), job(look=replace(LOOK, strength=0.705))
    every = [
        *(keyboards.under_result(locale, one, NAMES) for one in (strong, uneven)),
        *(keyboards.strengths(locale, one) for one in (strong, uneven)),
        keyboards.greeting(locale),
        *(keyboards.languages(locale, one, in_group=group) for one in (None, "ru") for group in (True, False)),
    ]
    for row in (row for keyboard in every for row in labels(keyboard)):
        assert all(len(label) <= ROOM[len(row)] for label in row), row


def test_what_buttons_carry_is_the_same_in_every_language() -> None:
    def carried(keyboard: InlineKeyboardMarkup) -> list[object]:
        return [button.callback_data for row in keyboard.inline_keyboard for button in row]

    assert len({str(carried(keyboards.under_result(locale, job(), NAMES))) for locale in LOCALES}) == 1
    assert len({str(carried(keyboards.strengths(locale, job()))) for locale in LOCALES}) == 1


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
    keyboard = keyboards.under_result(ENGLISH, job(), NAMES)
    assert labels(keyboard) == [["‹", "🎨 Harlequin", "›"], ["−", "70%", "+"], ["More…"]]
    assert presses(keyboard) == {
        "‹": Press(Verb.STEP, job().id, "previous"),
        "🎨 Harlequin": Press(Verb.GALLERY, job().id),
        "›": Press(Verb.STEP, job().id, "next"),
        "−": Press(Verb.STRENGTH, job().id, "weaker"),
        "70%": Press(Verb.STRENGTHS, job().id),
        "+": Press(Verb.STRENGTH, job().id, "stronger"),
        "More…": Press(Verb.MORE, job().id),
    }


@pytest.mark.parametrize(
    ("name", "label"),
    [("wave", "🎨 Wave"), ("my very own waves", "🎨 My very ow…"), ("our old house", "🎨 Our old ho…")],
)
def test_a_style_is_cut_to_what_a_phone_shows(name: str, label: str) -> None:
    assert labels(keyboards.under_result(ENGLISH, job(), ((name, 1.0),)))[0][1] == label


def test_a_mixture_has_sliders_in_the_place_of_the_style() -> None:
    mixture = Look((Share("gallery:iris", 0.6), Share("gallery:wave", 0.4)))
    keyboard = keyboards.under_result(ENGLISH, job(look=mixture), (("iris", 0.6), ("wave", 0.4)))
    assert labels(keyboard) == [
        ["+ Iris", "🎛 60 : 40", "Wave +"],
        ["−", "100%", "+"],
        ["🎞 Steps", "🎬 Film", "More…"],
    ]


def test_a_style_by_chance_leads_to_others() -> None:
    keyboard = keyboards.under_result(ENGLISH, job(look=Look.of("sample:4711")), (("Chance 4711", 1.0),))
    assert labels(keyboard)[0] == ["‹", "🎨 Chance 4711", "›"]
    assert labels(keyboard)[2] == ["🎲 Another", "🌱 Similar", "More…"]


def test_the_number_offers_five_strengths() -> None:
    assert labels(keyboards.strengths(ENGLISH, job(look=replace(LOOK, strength=0.25)))) == [
        ["0%", "•25%", "50%", "75%", "100%"],
        ["‹ Back"],
    ]


def test_the_greeting_leads_to_the_gallery() -> None:
    assert presses(keyboards.greeting(ENGLISH)) == {"🎨 All styles": Press(Verb.GALLERY)}
