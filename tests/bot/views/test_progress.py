from dataclasses import replace

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.look import Look
from bot.storage.models.jobs import Job, JobKind
from bot.views import keyboards, progress
from bot.views.callback_data import Press, Verb

NAMES = (("iris", 1.0),)


def job(method: str = "gatys", edit_message_id: int | None = None, kind: JobKind = JobKind.PAINT) -> Job:
    look = replace(Look.of("gallery:iris"), method=method)
    return Job(id="0123456789ab", kind=kind, look=look, edit_message_id=edit_message_id)


@pytest.mark.parametrize(
    ("fraction", "full"), [(0.0, 0), (0.01, 0), (0.25, 3), (0.5, 6), (0.97, 12), (1.0, 12), (1.2, 12)]
)
def test_the_bar_has_always_the_same_length(fraction: float, full: int) -> None:
    assert progress.bar(fraction) == "▰" * full + "▱" * (12 - full)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "5 s"), (42, "40 s"), (43, "45 s"), (90, "90 s"), (118, "2 min"), (170, "3 min")]
)
def test_times_are_no_more_exact_than_they_can_be(seconds: float, said: str) -> None:
    assert f"about {said}." in progress.waiting(ENGLISH, 1, seconds)


def test_the_place_in_the_line_is_told() -> None:
    assert "3" not in progress.waiting(ENGLISH, 1, 40)
    assert "number 3" in progress.waiting(ENGLISH, 3, 40)


@pytest.mark.parametrize("locale", LOCALES)
def test_how_far_it_is_takes_three_lines_in_every_language(locale: Locale) -> None:
    title, bar, rest = progress.at_work(locale, NAMES, 0.4, 25).splitlines()
    assert "<b>iris</b>" in title
    assert bar == progress.bar(0.4)
    assert "40" in rest
    assert "25" in rest


def test_names_are_escaped() -> None:
    assert "&lt;b&gt;" in progress.at_work(RUSSIAN, (("<b>", 1.0),), 0.4, 25)


def test_a_job_of_its_own_can_only_be_stopped() -> None:
    ((stop,),) = progress.buttons(ENGLISH, job(), NAMES).inline_keyboard
    assert stop.callback_data == Press(Verb.CANCEL, job().id).pack()


def test_a_result_keeps_its_buttons_below() -> None:
    below = keyboards.under_result(ENGLISH, job(), NAMES).inline_keyboard
    assert progress.buttons(ENGLISH, job(edit_message_id=5), NAMES).inline_keyboard[1:] == below


def test_what_is_no_painting_has_not_the_buttons_of_one() -> None:
    film = job(edit_message_id=5, kind=JobKind.FILM)
    assert len(progress.buttons(ENGLISH, film, NAMES).inline_keyboard) == 1


@pytest.mark.parametrize(("method", "count"), [("gatys", 2), ("adain", 1)])
def test_what_was_quick_is_not_offered_quicker(method: str, count: int) -> None:
    assert len(progress.ways_on(ENGLISH, job(method)).inline_keyboard) == count
