from __future__ import annotations

from pathlib import Path

import pytest

from bot import inline_wish
from bot.look import Look, Share
from bot.storage.models.styles import OwnStyle
from bot.styles import known_styles
from engine import Entry, Gallery

GALLERY = Gallery(
    (
        Entry("iris", "Irises", "Ohara Koson", "1930"),
        Entry("wave", "The Wave", "Claude Monet", "1883"),
        Entry("waterlilies", "Water Lilies", "Claude Monet", "1906"),
    ),
    Path(),
)
STYLES = known_styles(GALLERY, [OwnStyle(id=3, user_id=7, name="my wall", painting_file_id="wall")])
LOOK = Look((Share("gallery:iris"),), strength=0.6, colours="luminance")


def read(words: str, look: Look = LOOK) -> inline_wish.InlineWish:
    return inline_wish.read(words, look, STYLES, GALLERY)


def in_styles(wish: inline_wish.InlineWish) -> list[str | None]:
    return [look.style for look in wish.looks]


def test_a_wish_changes_how_the_last_photo_was_painted() -> None:
    for words, strength in (("wave", 0.6), ("wave 70", 0.7), ("  Wave, 0.7 ", 0.7)):
        wish = read(words)
        assert wish.looks == (Look((Share("gallery:wave"),), strength=strength, colours="luminance"),)
        assert not wish.is_open


def test_without_a_style_it_stays_the_same() -> None:
    (look,) = read("70%").looks
    assert (look.style, look.strength) == ("gallery:iris", 0.7)


def test_styles_can_be_mixed() -> None:
    wish = read("mix wave:60 my wall:40")
    (look,) = wish.looks
    assert look.shares == (Share("gallery:wave", 0.6), Share("own:3", 0.4))
    assert wish.fits(look)
    assert not wish.fits(Look.of("gallery:wave"))


def test_earlier_paintings_fit_if_they_are_in_the_style() -> None:
    wish = read("wave 70")
    assert wish.fits(Look((Share("gallery:wave"),), strength=0.2))
    assert wish.fits(Look((Share("gallery:iris"), Share("gallery:wave"))))
    assert not wish.fits(Look.of("gallery:iris"))


def test_no_words_ask_for_anything_and_suggest_the_styles_after_the_last_one() -> None:
    wish = read("  ")
    assert wish.is_open
    assert in_styles(wish) == ["gallery:wave", "gallery:waterlilies", "own:3", "gallery:iris"]
    assert {(look.strength, look.colours) for look in wish.looks} == {(0.6, "luminance")}
    assert wish.fits(Look.of("gallery:gone"))
    assert in_styles(read("", Look()))[0] == "gallery:wave"


@pytest.mark.parametrize(
    ("words", "styles"),
    [
        ("wat", ["gallery:waterlilies"]),
        ("wa", ["own:3", "gallery:wave", "gallery:waterlilies"]),
        ("monet", ["gallery:wave", "gallery:waterlilies"]),
        ("MY W", ["own:3"]),
        ("waterlilis", ["gallery:waterlilies"]),
        ("ohara ko", ["gallery:iris"]),
    ],
)
def test_half_a_name_a_slip_or_a_painter_finds_styles(words: str, styles: list[str]) -> None:
    wish = read(words)
    assert in_styles(wish) == styles
    assert all(wish.fits(Look.of(style)) for style in styles)


def test_what_is_called_so_comes_before_who_is_called_so() -> None:
    styles = known_styles(GALLERY, [OwnStyle(id=4, user_id=7, name="monument", painting_file_id="stone")])
    assert in_styles(inline_wish.read("mon", LOOK, styles, GALLERY)) == ["own:4"]


def test_what_else_was_said_beside_half_a_name_counts() -> None:
    assert [(look.style, look.strength) for look in read("wat 70%").looks] == [("gallery:waterlilies", 0.7)]


def test_a_single_letter_finds_but_what_was_painted_before() -> None:
    wish = read("i")
    assert wish.looks == ()
    assert wish.fits(Look.of("gallery:iris"))
    assert not wish.fits(Look.of("gallery:wave"))


@pytest.mark.parametrize("words", ["hello there", "xyzzy", "strength", "😀", "mix"])
def test_other_words_find_nothing(words: str) -> None:
    wish = read(words)
    assert (wish.looks, wish.styles) == ((), ())


@pytest.mark.parametrize("words", ["wave what is this", "wave 700%"])
def test_a_style_counts_although_the_rest_is_not_understood(words: str) -> None:
    assert in_styles(read(words)) == ["gallery:wave"]


def test_the_answer_is_a_photo_that_comes_quickly() -> None:
    slow = Look((Share("gallery:iris"),), method="gatys", side=4096)
    (look,) = read("wave", slow).looks
    assert (look.method, look.side) == ("adain", None)
    assert read("wave size 3000").looks[0].side is None
    assert read("wave size 500").looks[0].side == 500
    assert read("my wall method wct").looks[0].method == "wct"


def test_a_style_that_is_gone_is_replaced() -> None:
    (look,) = read("70", Look((Share("own:99"),))).looks
    assert look.style == "gallery:iris"
    (look,) = read("70", Look((Share("sample:5"),), method="vae")).looks
    assert (look.style, look.method) == ("sample:5", "vae")
