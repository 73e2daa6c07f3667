from __future__ import annotations

from dataclasses import fields

import pytest

from bot.look import Look, Share
from bot.wish import Wish
from engine import Controls

EVERYTHING = Look(
    (Share("gallery:iris", 0.7), Share("own:3", 0.3)),
    method="wct",
    strength=0.4,
    colours="histogram",
    stroke=0.5,
    levels=(3, 4, 5),
    side=2048,
    iterations=300,
    seed=7,
    variation=2,
)


@pytest.mark.parametrize("look", [Look(), Look.of("gallery:iris"), EVERYTHING])
def test_a_look_comes_back_as_it_was_written(look: Look) -> None:
    assert Look.from_json(look.to_json()) == look


def test_what_is_as_usual_is_not_written() -> None:
    assert Look.of("gallery:iris").to_json() == {"shares": [["gallery:iris", 1.0]]}
    assert all(getattr(EVERYTHING, field.name) != getattr(Look(), field.name) for field in fields(Look))
    assert set(EVERYTHING.to_json()) == {field.name for field in fields(Look)}


def test_what_a_newer_version_wrote_is_passed_over() -> None:
    assert Look.from_json({"shares": [["own:1", 1.0]], "mood": "blue"}) == Look.of("own:1")


def test_a_key_tells_looks_apart_and_stays_the_same() -> None:
    assert Look.of("gallery:iris").key == Look.of("gallery:iris").key == "5728d4e9574d4f20"
    assert len({Look().key, Look.of("gallery:iris").key, Look.of("gallery:wave").key, EVERYTHING.key}) == 4


def test_portions_add_up_to_one_whatever_the_weights() -> None:
    assert Look((Share("a", 3), Share("b", 1))).portions == (("a", 0.75), ("b", 0.25))


def test_only_a_look_of_one_style_has_a_style() -> None:
    assert (Look().style, Look.of("own:1").style, EVERYTHING.style) == (None, "own:1", None)


def test_another_style_leaves_the_rest_but_not_the_variation() -> None:
    look = EVERYTHING.in_style("gallery:wave")
    assert (look.styles, look.strength, look.variation) == (("gallery:wave",), 0.4, 0)


def test_the_method_of_styles_by_chance_stays_with_them() -> None:
    by_chance = Look((Share("sample:7"),), method="vae", strength=0.4)
    assert by_chance.in_style("gallery:wave") == Look((Share("gallery:wave"),), strength=0.4)
    assert Wish.for_style("own:1").onto(by_chance).method == "adain"
    assert Wish(method="wct").onto(by_chance).method == "wct"
    assert Look.of("own:1").in_style("gallery:wave") == Look.of("gallery:wave")


def test_the_engine_takes_what_a_look_says() -> None:
    assert Controls(strength=EVERYTHING.strength, keep_colours=EVERYTHING.colours, levels=EVERYTHING.levels)
