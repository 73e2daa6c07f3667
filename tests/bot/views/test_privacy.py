from __future__ import annotations

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.storage.forgetting import Kept
from bot.views import privacy
from bot.views.callback_data import Press, Verb

MOST_CHARACTERS = 4096
EVERYTHING = Kept(pictures=12, styles=1, presets=2, opinions=3)


@pytest.mark.parametrize("keeps_files", [False, True])
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_all_of_it_fits_one_message_and_names_the_way_out(locale: Locale, keeps_files: bool) -> None:
    text = privacy.privacy(locale, keeps_inline_pictures=True, keeps_files=keeps_files, days=5)
    assert len(text) <= MOST_CHARACTERS
    assert "/forget" in text
    assert "GPS" in text


def test_the_chat_for_inline_pictures_is_named_only_where_there_is_one() -> None:
    with_it, without = (
        privacy.privacy(ENGLISH, keeps_inline_pictures=one, keeps_files=False, days=5) for one in (True, False)
    )
    assert "Inline" in with_it
    assert "Inline" not in without


def test_a_server_that_keeps_files_for_a_while_is_not_kept_quiet_about() -> None:
    nothing, for_a_day = (
        privacy.privacy(ENGLISH, keeps_inline_pictures=False, keeps_files=one, days=5) for one in (False, True)
    )
    assert "nothing of it is written to disk" in nothing
    assert "written to disk" not in for_a_day
    assert "on its disk for a day or two" in for_a_day


def test_what_would_be_deleted_is_listed_and_nothing_that_there_is_not() -> None:
    text = privacy.forget_question(ENGLISH, EVERYTHING)
    for line in ("12 pictures; their", "1 style of", "2 saved looks", "3 ratings and answers", "your settings"):
        assert line in text
    assert privacy.forget_question(ENGLISH, Kept(0, 0, 0, 0)).count("•") == 1


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_what_was_deleted_is_listed_likewise(locale: Locale) -> None:
    assert privacy.forgotten(locale, EVERYTHING, shut_out=False).count("•") == 5
    assert privacy.forgotten(locale, EVERYTHING, shut_out=True) != privacy.forgotten(locale, EVERYTHING, shut_out=False)


def test_the_buttons_are_for_one_person() -> None:
    rows = privacy.forget_choice(ENGLISH, 2**52).inline_keyboard
    presses = [Press.unpack(str(button.callback_data)) for row in rows for button in row]
    assert presses == [Press(Verb.FORGET, "", f"yes.{2**52}"), Press(Verb.FORGET, "", f"no.{2**52}")]
