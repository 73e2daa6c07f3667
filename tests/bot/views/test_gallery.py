from __future__ import annotations

from bot.styles import KnownStyle
from bot.views.gallery import STYLES_PER_PAGE, page, page_of

STYLES = [KnownStyle(f"gallery:{n}", str(n)) for n in range(2 * STYLES_PER_PAGE + 1)]


def test_pages_hold_every_style_once_in_order() -> None:
    pages = [page(STYLES, number) for number in range(3)]
    assert [style for one in pages for style in one.styles] == STYLES
    assert {one.count for one in pages} == {3}


def test_leafing_goes_round() -> None:
    assert (page(STYLES, 0).previous, page(STYLES, 2).next) == (2, 0)


def test_a_number_of_a_longer_gallery_gives_the_last_page() -> None:
    assert page(STYLES, 99).styles == tuple(STYLES[-1:])
    assert page([], 0).styles == ()


def test_a_style_is_on_its_page() -> None:
    assert page_of(STYLES, STYLES[-1].reference) == 2
    assert page_of(STYLES, "own:1") == 0
