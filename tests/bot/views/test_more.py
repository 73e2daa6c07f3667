from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import ENGLISH, LOCALES, Locale
from bot.methods import METHODS
from bot.strokes import BROAD, FINE, NORMAL
from bot.views import more
from bot.views.callback_data import Press, Verb
from engine import KeepColours
from tests.bot.views.jobs import LOOK, job
from tests.bot.views.labels import ROOM, labels, presses

MAX_NOTICE = 200


def test_the_menu_offers_what_other_features_answer() -> None:
    assert labels(more.menu(ENGLISH, job(), ())) == [
        ["🌈 Colours", "🖌 Strokes"],
        ["🧪 Method", "💾 Save look"],
        ["📄 Full-size file"],
        ["‹ Back"],
    ]
    assert labels(more.menu(ENGLISH, job(), tuple(Verb))) == [
        ["🌈 Colours", "🖌 Strokes"],
        ["🧪 Method", "🎛 Mix styles"],
        ["🎲 Surprise me", "⭐ Rate it"],
        ["💾 Save look", "📄 Full-size file"],
        ["‹ Back"],
    ]


def test_more_like_this_is_offered_where_styles_have_others_near_them() -> None:
    menu = more.menu(ENGLISH, job(look=replace(LOOK, method="vae")), (Verb.MIX, Verb.SURPRISE, Verb.VARY))
    assert labels(menu)[2] == ["🎲 Surprise me", "🌱 More like this"]
    assert presses(menu)["🌱 More like this"] == Press(Verb.VARY, job().id)


def test_the_menus_behind_it_lead_back_to_it() -> None:
    colours = more.colours(ENGLISH, job(look=replace(LOOK, colours="luminance")))
    assert labels(colours) == [["The painting's"], ["• Your photo's •"], ["Toned to your photo"], ["‹ Back"]]
    assert presses(colours)["Toned to your photo"] == Press(Verb.COLOURS, job().id, "histogram")
    assert presses(colours)["‹ Back"] == Press(Verb.MORE, job().id)


def test_the_chosen_stroke_is_marked_and_one_without_a_name_marks_none() -> None:
    assert labels(more.strokes(ENGLISH, job(look=replace(LOOK, stroke=BROAD))))[2] == ["• Broad strokes •"]
    assert "•" not in str(labels(more.strokes(ENGLISH, job(look=replace(LOOK, stroke=0.8)))))


def test_only_the_methods_that_can_paint_it_are_offered() -> None:
    assert labels(more.methods(ENGLISH, job(), ("adain", "wct"))) == [
        ["• Fast (AdaIN), 1 s •"],
        ["Bold (WCT), 3 s"],
        ["‹ Back"],
    ]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_everything_has_room_in_every_language(locale: Locale) -> None:
    colours: tuple[KeepColours, ...] = ("no", "luminance", "histogram")
    keyboards = [
        *(more.menu(locale, job(look=replace(LOOK, method=method)), tuple(Verb)) for method in ("adain", "vae")),
        *(more.methods(locale, job(look=replace(LOOK, method=method)), METHODS) for method in METHODS),
        *(more.strokes(locale, job(look=replace(LOOK, stroke=stroke))) for stroke in (FINE, NORMAL, BROAD)),
        *(more.colours(locale, job(look=replace(LOOK, colours=whose))) for whose in colours),
    ]
    for row in (row for keyboard in keyboards for row in labels(keyboard)):
        assert all(len(label) <= ROOM[len(row)] for label in row), row
    for notice in (more.preset_saved(locale, "n" * 32), more.preset_known(locale, "n" * 32)):
        assert len(notice) <= MAX_NOTICE
    assert len(more.presets_full(locale, 50)) <= MAX_NOTICE
