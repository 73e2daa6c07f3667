from __future__ import annotations

import pytest

from bot.language import ENGLISH, RUSSIAN, SPANISH, Locale
from bot.look import Look, Share
from bot.views import looks
from bot.wish import FULL_SIZE, Wish


@pytest.mark.parametrize(("strength", "shown"), [(0.7, "70%"), (0, "0%"), (1, "100%"), (0.705, "70.5%"), (0.29, "29%")])
def test_strengths_read_as_people_write_them(strength: float, shown: str) -> None:
    assert looks.percent(ENGLISH, strength) == shown


def test_a_mixture_names_the_part_of_each() -> None:
    assert looks.styles(ENGLISH, [("wave", 0.6), ("iris", 0.4)]) == "wave 60% + iris 40%"
    assert looks.styles(ENGLISH, [("wave", 1.0)]) == "wave"


ALL = Wish(
    method="wct",
    strength=0.7,
    colours="luminance",
    stroke=0.5,
    levels=(3, 4, 5),
    side=2048,
    iterations=300,
)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            ENGLISH,
            "<b>a&lt;b 60% + iris 40%</b>, 70%, method WCT, levels 3–5, 300 iterations, your photo's colours, "
            "fine strokes, 2048 pixels",
        ),
        (
            RUSSIAN,
            "<b>a&lt;b 60\u00a0% + iris 40\u00a0%</b>, 70\u00a0%, метод WCT, уровни 3–5, 300 итераций, "
            "цвета вашего фото, мелкие мазки, 2048 пикс.",
        ),
        (
            SPANISH,
            "<b>a&lt;b 60\u00a0% + iris 40\u00a0%</b>, 70\u00a0%, método WCT, niveles 3–5, 300 iteraciones, "
            "los colores de tu foto, trazos finos, 2048 píxeles",
        ),
    ],
    ids=["en", "ru", "es"],
)
def test_a_wish_is_repeated_in_words(locale: Locale, words: str) -> None:
    assert looks.described(locale, ALL, [("a<b", 0.6), ("iris", 0.4)]) == words


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(), ""),
        (Wish(colours="no"), "the painting's colours"),
        (Wish(colours="histogram"), "colours matched to your photo"),
        (Wish(stroke=1.0), "strokes of the usual size"),
        (Wish(stroke=2.0), "broad strokes"),
        (Wish(stroke=0.75), "strokes of size 0.75"),
        (Wish(levels=()), "levels 1–4"),
        (Wish(levels=(5,)), "level 5"),
        (Wish(levels=(1, 3)), "levels 1, 3"),
        (Wish(levels=(1, 2)), "levels 1, 2"),
        (Wish(levels=(1, 3, 4, 5)), "levels 1, 3–5"),
        (Wish(side=FULL_SIZE), "full size"),
        (Wish(iterations=1), "1 iteration"),
        (Wish(method="adain"), "method AdaIN"),
    ],
)
def test_only_what_was_said_is_repeated(wish: Wish, words: str) -> None:
    assert looks.described(ENGLISH, wish) == words


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look.of("gallery:iris"), "100%"),
        (Look(strength=0.4, colours="luminance"), "40%, your photo's colours"),
        (Look(method="wct", levels=(3, 4, 5)), "100%, method WCT, levels 3–5"),
        (Look(method="adain", levels=(3, 4, 5), iterations=300), "100%"),
        (Look(method="gatys", iterations=300, stroke=0.5), "100%, method Gatys, 300 iterations, fine strokes"),
        (Look((Share("gallery:iris"),), side=512), "100%, 512 pixels"),
    ],
)
def test_of_a_look_only_what_is_unusual_is_said(look: Look, words: str) -> None:
    assert looks.described(ENGLISH, Wish.about(look)) == words
