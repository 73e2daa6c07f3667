from __future__ import annotations

import re

import pytest

from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.paging import page
from bot.styles import KnownStyle
from bot.views import gallery
from bot.views.callback_data import Press, Verb
from tests.bot.views.labels import ROOM, labels, presses

STYLES = [KnownStyle("own:1", "my wave"), *(KnownStyle(f"gallery:s{n}", f"s{n}", painter="Monet") for n in range(19))]
# Telegram's limit, of the text without its tags.
MAX_CAPTION = 1024


def plain(caption: str) -> str:
    return caption.replace("\N{NO-BREAK SPACE}", " ")


def test_numbers_stand_as_the_pictures_do_and_go_on_from_page_to_page() -> None:
    first, second = page(STYLES, 0, 16), page(STYLES, 1, 16)
    keyboard = gallery.sheet_buttons(ENGLISH, first, "a", chosen="gallery:s1", back=True)
    assert labels(keyboard) == [
        ["1", "2", "• 3 •", "4"],
        ["5", "6", "7", "8"],
        ["9", "10", "11", "12"],
        ["13", "14", "15", "16"],
        ["‹", "1 / 2", "›"],
        ["‹ Back"],
    ]
    assert labels(gallery.sheet_buttons(ENGLISH, second, "a", chosen=None, back=False)) == [
        ["17", "18"],
        ["19", "20"],
        ["‹", "2 / 2", "›"],
    ]


def test_a_number_is_its_style() -> None:
    keyboard = gallery.sheet_buttons(ENGLISH, page(STYLES, 1, 16), "a", chosen=None, back=True)
    found = presses(keyboard)
    assert found["17"] == Press(Verb.STYLE, "a", STYLES[16].reference)
    assert found["‹"] == found["›"] == Press(Verb.GALLERY, "a", "0")
    assert found["‹ Back"] == Press(Verb.BACK, "a")


def test_the_caption_tells_which_number_is_which_style() -> None:
    caption = gallery.sheet_caption(ENGLISH, page(STYLES, 1, 16))
    assert plain(caption).endswith("<b>17</b> S15 · <b>18</b> S16 · <b>19</b> S17 · <b>20</b> S18")
    hostile = gallery.sheet_caption(RUSSIAN, page([KnownStyle("own:1", "<b>&")], 0, 16))
    assert plain(hostile).endswith("<b>1</b> &lt;b&gt;&amp;")


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_the_longest_names_fit_under_a_picture(locale: Locale) -> None:
    styles = [KnownStyle(f"own:{n}", "n" * 32) for n in range(100)]
    caption = gallery.sheet_caption(locale, page(styles, 5, 16))
    assert len(re.sub("<[^>]*>", "", caption)) <= MAX_CAPTION


def test_names_mark_own_styles_and_the_chosen_one() -> None:
    assert labels(gallery.names(page(STYLES, 0, 6), chosen="gallery:s1")) == [
        ["✎ my wave", "S0 · Monet"],
        ["• S1 · Monet •", "S2 · Monet"],
        ["S3 · Monet", "S4 · Monet"],
        ["‹", "1 / 4", "›"],
    ]
    # One page needs no leafing.
    assert labels(gallery.names(page(STYLES[:2], 0, 6), chosen=None)) == [["✎ my wave", "S0 · Monet"]]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_labels_have_room(locale: Locale) -> None:
    keyboard = gallery.sheet_buttons(locale, page(STYLES * 99, 98, 16), "a", chosen=STYLES[3].reference, back=True)
    for row in labels(keyboard):
        assert all(len(label) <= ROOM[len(row)] for label in row), row
