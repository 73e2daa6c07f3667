from __future__ import annotations

import pytest

from bot import paging
from bot.language import ENGLISH, LOCALES, RUSSIAN, Locale
from bot.look import Look, Share
from bot.styles import KnownStyle
from bot.views import keyboards, mixing
from bot.views.callback_data import Press, Verb
from tests.bot.views.jobs import job
from tests.bot.views.labels import ROOM, labels, presses

MAX_NOTICE = 200
STYLES = (
    KnownStyle("own:7", "our house in spring"),
    *(KnownStyle(f"gallery:{name}", name, painter="Somebody") for name in ("iris", "harlequin")),
    *(KnownStyle(f"gallery:square{number}", f"square{number}") for number in range(10)),
)
NAMES = ("iris", "harlequin", "our house in spring", "Chance 9999")
REFERENCES = ("gallery:iris", "gallery:harlequin", "own:7", "sample:9999")


def mixture(*parts: float) -> Look:
    return Look(tuple(Share(style, part) for style, part in zip(REFERENCES, parts, strict=False)))


def named(look: Look) -> list[tuple[str, float]]:
    return [(name, part) for name, (_, part) in zip(NAMES, look.portions, strict=False)]


def test_styles_are_ticked_in_pages() -> None:
    picked = {"gallery:iris", "own:7"}
    keyboard = mixing.choice(ENGLISH, job(), paging.page(STYLES, 0, mixing.STYLES_PER_PAGE), picked)
    assert labels(keyboard)[0] == ["✓ our house…", "✓ Iris", "Harlequin"]
    assert labels(keyboard)[-2:] == [["‹", "1 / 2", "›"], ["‹ Back"]]
    assert presses(keyboard)["Harlequin"] == Press(Verb.PICK, job().id, "gallery:harlequin")
    assert presses(keyboard)["1 / 2"] == Press(Verb.MIX, job().id, "1")
    assert presses(keyboard)["‹ Back"] == Press(Verb.BACK, job().id)
    keyboard = mixing.choice(ENGLISH, job(), paging.page(STYLES[:3], 0, mixing.STYLES_PER_PAGE), ())
    assert labels(keyboard) == [["✎ our house…", "Iris", "Harlequin"], ["‹ Back"]]


def test_two_styles_share_one_row() -> None:
    look = mixture(0.6, 0.4)
    (row,) = mixing.sliders(ENGLISH, job(look=look), named(look))
    assert [one.text for one in row] == ["+ Iris", "🎛 60 : 40", "Harlequin +"]
    assert [one.callback_data for one in row] == [
        f"part:{job().id}:+gallery:iris",
        f"mix:{job().id}",
        f"part:{job().id}:+gallery:harlequin",
    ]


def test_three_styles_have_a_row_each() -> None:
    look = mixture(0.5, 0.25, 0.25)
    rows = mixing.sliders(ENGLISH, job(look=look), named(look))
    assert [[one.text for one in row] for row in rows] == [
        ["−", "Iris 50%", "+"],
        ["−", "Harlequ… 25%", "+"],
        ["−", "Our hou… 25%", "+"],
    ]
    assert [rows[2][at].callback_data for at in (0, 2)] == [f"part:{job().id}:-own:7", f"part:{job().id}:+own:7"]


def test_a_strip_has_a_number_for_each_picture_and_a_way_back_from_the_place_of_a_painting() -> None:
    numbers = [["1", "2", "3", "4"], ["5", "6", "7"]]
    assert labels(mixing.stops(ENGLISH, job().id, back=False)) == numbers
    assert labels(mixing.stops(ENGLISH, job().id, back=True)) == [*numbers, ["‹ Back"]]
    assert presses(mixing.stops(ENGLISH, job().id, back=True))["7"] == Press(Verb.BETWEEN, job().id, "7")


def test_captions_name_the_way() -> None:
    strip = mixing.strip_caption(ENGLISH, Look(), ["iris", "<wave>", "gold"])
    assert strip.startswith("<b>Iris → &lt;wave&gt; → Gold</b> in seven steps.")
    assert mixing.film_caption(ENGLISH, Look(), ["iris", "wave"]) == "<b>Iris → Wave → Iris</b>"


def test_captions_say_when_the_method_is_another_one() -> None:
    for caption in (mixing.strip_caption, mixing.film_caption):
        assert "AdaIN" not in caption(ENGLISH, Look(method="wct"), ["iris", "wave"])
        last = caption(RUSSIAN, Look(method="gatys"), ["iris", "wave"]).splitlines()[-1]
        assert "AdaIN" in last
        assert "Gatys" in last


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_everything_has_room_in_every_language(locale: Locale) -> None:
    looks = [mixture(*parts) for parts in ((0.1, 0.9), (0.5, 0.3, 0.2), (0.7, 0.1, 0.1, 0.1))]
    shown = [
        *(keyboards.under_result(locale, job(look=look), named(look)) for look in looks),
        mixing.choice(locale, job(), paging.page(STYLES, 0, mixing.STYLES_PER_PAGE), REFERENCES),
        mixing.stops(locale, job().id, back=True),
    ]
    for row in (row for keyboard in shown for row in labels(keyboard)):
        assert all(len(label) <= ROOM[len(row)] for label in row), row
    chance = Look.of("sample:9999")
    assert all(len(one.text) <= ROOM[3] for one in mixing.ways_on(locale, job(look=chance)))
    for notice in (
        mixing.pick,
        mixing.last_style,
        mixing.too_many_styles,
        mixing.do_not_mix,
        mixing.style_gone,
        mixing.painting_strip,
        mixing.painting_film,
        mixing.film_on_its_way,
        mixing.nothing_similar,
    ):
        assert 0 < len(notice(locale)) <= MAX_NOTICE
