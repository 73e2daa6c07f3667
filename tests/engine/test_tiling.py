from pathlib import Path

import pytest
import torch

from engine import Cancelled, Controls, Mask, Picture, Stylizer
from engine.methods import adain, wct
from engine.precision import Precision
from engine.tiling import tiles
from tests.engine.pictures import landscape, picture, strokes

FLOAT32 = Precision(torch.device("cpu"), torch.float32)
TILED = {"adain": adain, "vae": adain, "wct": wct}


@pytest.fixture(scope="module")
def stylizer() -> Stylizer:
    return Stylizer(precision=FLOAT32)


def test_a_small_picture_is_not_cut() -> None:
    assert not tiles(96, 96, side=64, halo=32)
    assert tiles(96, 104, side=64, halo=32)


@pytest.mark.parametrize(("height", "width"), [(48, 208), (96, 240), (208, 176)])
def test_inner_parts_cover_the_picture_once_and_outer_ones_reach_as_far_as_they_can(height: int, width: int) -> None:
    covered = torch.zeros(height, width)
    for tile in tiles(height, width, side=64, halo=32):
        tile.inner.cut(covered).add_(1)
        assert tile.outer.top == max(0, tile.inner.top - 32)
        assert tile.outer.left + tile.outer.width == min(width, tile.inner.left + tile.inner.width + 32)
        x = torch.arange(height * width).view(height, width)
        assert torch.equal(tile.trim(tile.outer.cut(x)), tile.inner.cut(x))
        coarse = torch.arange(height * width // 64).view(height // 8, width // 8)
        assert torch.equal(tile.trim(tile.outer.cut(coarse)), tile.inner.cut(coarse))
    assert bool((covered == 1).all())


@pytest.mark.parametrize("method", TILED)
@pytest.mark.parametrize("strength", [1.0, 0.6])
def test_a_picture_in_tiles_is_the_picture_in_one_piece(
    stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch, method: str, strength: float
) -> None:
    image = picture(landscape(336, 272)).image
    style = stylizer.style(picture(strokes(128)), method)
    whole = stylizer.paint(image, style, Controls(strength, seed=3))
    monkeypatch.setattr(TILED[method], "TILE", 128)
    assert float((stylizer.paint(image, style, Controls(strength, seed=3)) - whole).abs().max()) < 1e-4


@pytest.mark.parametrize("method", TILED)
def test_regions_in_tiles_are_regions_in_one_piece(
    stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    photo = picture(landscape(272, 208))
    left = torch.zeros(208, 272)
    left[:, :100] = 1
    regions = [
        (Mask(left).softened(20), stylizer.style(picture(strokes(96)), method)),
        (Mask((1 - left) * (torch.arange(208)[:, None] > 90)), stylizer.style(picture(strokes(96, seed=5)), method)),
    ]
    whole = stylizer.stylize(photo, regions)
    monkeypatch.setattr(TILED[method], "TILE", 128)
    assert difference(stylizer.stylize(photo, regions), whole) <= 1 / 255 + 1e-6


def test_a_halo_that_is_too_narrow_would_be_seen(stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch) -> None:
    image = picture(landscape(336, 272)).image
    style = stylizer.style(picture(strokes(128)))
    whole = stylizer.paint(image, style)
    monkeypatch.setattr(adain, "TILE", 128)
    monkeypatch.setattr(adain, "HALO", 32)
    assert float((stylizer.paint(image, style) - whole).abs().max()) > 1e-3


def test_progress_counts_the_tiles_and_can_stop_between_them(
    stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(adain, "TILE", 64)
    told: list[tuple[int, int]] = []
    stylizer.stylize(
        picture(landscape(128, 128)),
        stylizer.style(picture(strokes(64))),
        on_progress=lambda step: told.append((step.done, step.total)),
    )
    asked = iter([False] * 8 + [True] * 99)
    with pytest.raises(Cancelled):
        stylizer.stylize(
            picture(landscape(128, 128)), stylizer.style(picture(strokes(64))), cancelled=lambda: next(asked)
        )
    # Four tiles, for the photo's moments, those of three stages, and the painting.
    assert told == [(done, 20) for done in range(21)]


def difference(first: Picture, second: Picture) -> float:
    return float((first.image - second.image).abs().max())
