from __future__ import annotations

from bot.paging import page, page_with

ITEMS = list("abcdefghi")


def test_pages_hold_every_item_once_in_order() -> None:
    pages = [page(ITEMS, number, 4) for number in range(3)]
    assert [item for one in pages for item in one.items] == ITEMS
    assert {one.count for one in pages} == {3}
    assert [one.first for one in pages] == [0, 4, 8]


def test_leafing_goes_round() -> None:
    assert (page(ITEMS, 0, 4).previous, page(ITEMS, 2, 4).next) == (2, 0)


def test_a_number_of_a_longer_list_gives_the_last_page() -> None:
    assert page(ITEMS, 99, 4).items == ("i",)
    assert page(ITEMS, -1, 4).number == 0
    assert (page([], 0, 4).items, page([], 0, 4).count) == ((), 1)


def test_an_item_is_on_its_page() -> None:
    assert page_with(ITEMS, "i", 4) == 2
    assert page_with(ITEMS, "z", 4) == 0
