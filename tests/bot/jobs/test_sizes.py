import pytest

from bot.jobs import sizes
from bot.look import Look
from engine import ControlError

LOOK = Look(strength=0.6, colours="histogram", stroke=0.5, levels=(3, 4), iterations=40, seed=9)


def test_all_of_a_look_reaches_the_engine_but_what_the_method_does_not_have() -> None:
    for method, levels, iterations in (("adain", None, None), ("wct", (3, 4), None), ("gatys", None, 40)):
        controls = sizes.controls(LOOK, method, 800)
        assert (controls.levels, controls.iterations) == (levels, iterations)
        assert (controls.strength, controls.keep_colours, controls.stroke_size) == (0.6, "histogram", 0.5)
        assert (controls.seed, controls.longest_side) == (9, 800)


@pytest.mark.parametrize("broader", [1.0, 1.4, 4.0])
def test_a_look_out_of_range_is_refused(broader: float) -> None:
    with pytest.raises(ControlError, match="stroke_size"):
        sizes.controls(Look(stroke=3), "gatys", None, broader)
    assert sizes.controls(Look(stroke=1.9), "gatys", None, broader).stroke_size <= 2


def test_a_photo_is_as_large_as_telegram_shows_it_and_a_file_as_it_is() -> None:
    assert sizes.side(Look(), "photo") == 1280
    assert sizes.side(Look(), "file") == 4096
    assert sizes.side(Look(), "sticker") == 512
    assert sizes.side(Look(side=2048), "photo") == sizes.side(Look(side=2048), "file") == 2048
    assert sizes.side(Look(side=2048), "sticker") == 512


def test_photos_are_reduced_and_never_enlarged() -> None:
    assert sizes.reduced(4000, 3000, 1280) == (1280, 960)
    assert sizes.reduced(300, 400, 1280) == (300, 400)
    assert sizes.reduced(8000, 10, 512) == (512, 1)


def test_the_slow_method_paints_a_file_as_its_preview() -> None:
    photo = sizes.slow_controls(Look(), "photo", (1280, 960), 640)
    file = sizes.slow_controls(Look(), "file", (4096, 3072), 640)
    assert (photo.longest_side, file.longest_side) == (1280, 4096)
    # The engine paints at 1024 pixels over the size of the strokes.
    assert 1024 / photo.stroke_size == pytest.approx(1024 / file.stroke_size) == pytest.approx(640)
    small = sizes.slow_controls(Look(), "photo", (400, 300), 640)
    assert small.stroke_size == 1, "a small photo is painted as large as it is"


def test_sheets_are_painted_by_what_is_quick() -> None:
    assert [sizes.quick(method) for method in ("adain", "vae", "wct", "gatys")] == ["adain", "vae", "wct", "adain"]
