from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import InlineKeyboardMarkup

from bot.language import ENGLISH, LOCALES, Locale
from bot.storage.models.jobs import JobState
from bot.storage.models.people import User
from bot.storage.moments import now
from bot.storage.overview import Activity, Overview
from bot.views import admin
from tests.bot.views.jobs import job

# What fits on one of so many buttons in a row, in characters.
ROOM = {1: 24, 2: 18, 3: 12}


def labels(keyboard: InlineKeyboardMarkup) -> list[str]:
    return [button.text for row in keyboard.inline_keyboard for button in row]


def figures() -> Overview:
    return Overview(
        people=10,
        new=2,
        active=3,
        jobs={JobState.QUEUED: 4, JobState.HELD: 1},
        waiting=4,
        oldest=now() - timedelta(minutes=5),
        errors=(("KeyError", 2), ("<Odd>", 1)),
    )


def user(**values: object) -> User:
    return User(**{"id": 7, "first_name": "Anna", "created_at": now(), **values})


def test_the_overview_says_how_the_bot_does() -> None:
    text = admin.overview(ENGLISH, figures(), in_maintenance=False)
    for part in (
        "10. Within 24 hours: 2 new, 3 active",
        "4, the longest for 5 min",
        "4 queued, 1 held",
        "<code>KeyError</code> 2",
        "&lt;Odd&gt;",
    ):
        assert part in text
    assert "Maintenance" not in text
    assert "Maintenance" in admin.overview(ENGLISH, figures(), in_maintenance=True)


def test_an_idle_bot_has_nothing_to_tell() -> None:
    idle = Overview(people=0, new=0, active=0, jobs={}, waiting=0, oldest=None, errors=())
    text = admin.overview(ENGLISH, idle, in_maintenance=False)
    assert "<b>Jobs:</b> 0" in text
    assert text.endswith("none")


def test_a_person_can_be_shut_out_and_let_in_but_no_admin() -> None:
    banned, nobody = user(banned_at=now()), Activity(0, 0)
    assert labels(admin.person_buttons(ENGLISH, user(), is_admin=False))[0] == "⛔ Shut out"
    assert labels(admin.person_buttons(ENGLISH, banned, is_admin=False))[0] == "Let in again"
    assert len(labels(admin.person_buttons(ENGLISH, user(), is_admin=True))) == 1
    text = admin.person(ENGLISH, user(username="anna", blocked_at=now()), nobody, is_admin=True)
    assert "<b>Anna (@anna)</b>, <code>7</code>" in text
    assert "Has blocked the bot" in text
    assert "Is shut out" in admin.person(ENGLISH, banned, nobody, is_admin=False)


def test_names_do_not_break_the_markup_nor_the_buttons() -> None:
    odd = user(first_name="<b>" + "a" * 60)
    assert "&lt;b&gt;" in admin.person(ENGLISH, odd, Activity(0, 0), is_admin=False)
    assert len(labels(admin.people_buttons(ENGLISH, [odd]))[0]) <= ROOM[1]


def test_only_held_jobs_can_be_tried_again() -> None:
    at = now() - timedelta(hours=3)
    held = job(state=JobState.HELD, error="KeyError: <x>", finished_at=at)
    told = job(state=JobState.DONE, error="FileGone", finished_at=at)
    text = admin.failures(ENGLISH, [told, held])
    assert "1. paint for <code>" in text
    assert "2. <b>held:</b>" in text
    assert "3 h ago: <code>KeyError: &lt;x&gt;</code>" in text
    assert labels(admin.failures_buttons(ENGLISH, [told, held]))[:-1] == ["↻ 2"]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_labels_fit_on_a_phone(locale: Locale) -> None:
    keyboards = [
        *(admin.overview_buttons(locale, in_maintenance=on) for on in (True, False)),
        *(admin.person_buttons(locale, user(banned_at=at), is_admin=False) for at in (None, now())),
        admin.failures_buttons(locale, []),
    ]
    for keyboard in keyboards:
        for row in keyboard.inline_keyboard:
            assert max(len(button.text) for button in row) <= ROOM[len(row)]
