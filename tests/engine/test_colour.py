import pytest
import torch

from engine import KeepColours, colour
from engine.colour import keep, luma, within_gamut
from tests.engine.pictures import landscape, picture, strokes

PHOTO = picture(landscape(96, 96)).image
PAINTED = picture(strokes(96)).image


def test_luminance_keeps_the_photos_chroma_and_the_paintings_brightness() -> None:
    kept = keep(PAINTED, PHOTO, "luminance")
    torch.testing.assert_close(luma(kept), luma(PAINTED), rtol=0, atol=1e-5)
    torch.testing.assert_close(kept[:, 0] - kept[:, 2], PHOTO[:, 0] - PHOTO[:, 2], rtol=0, atol=1e-5)


def test_histogram_gives_the_photos_mean_and_covariance() -> None:
    kept = keep(PAINTED, PHOTO, "histogram")[0].flatten(1)
    photo = PHOTO[0].flatten(1)
    torch.testing.assert_close(kept.mean(1), photo.mean(1), rtol=0, atol=1e-4)
    torch.testing.assert_close(kept.cov(), photo.cov(), rtol=0, atol=1e-3)


def test_flat_colours_stay_finite() -> None:
    grey = torch.full((1, 3, 16, 16), 0.5)
    assert torch.isfinite(keep(grey, PHOTO[..., :16, :16], "histogram")).all()
    assert torch.isfinite(keep(PAINTED[..., :16, :16], grey, "histogram")).all()


def test_nothing_is_kept_unless_asked_for() -> None:
    assert keep(PAINTED, PHOTO, "no") is PAINTED


@pytest.mark.parametrize("how", ["luminance", "histogram"])
def test_colours_kept_in_strips_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch, how: KeepColours) -> None:
    whole = keep(PAINTED, PHOTO, how)
    monkeypatch.setattr(colour, "_STRIP", 96 * 7)
    torch.testing.assert_close(keep(PAINTED, PHOTO, how), whole, rtol=0, atol=1e-6)


def test_what_leaves_the_gamut_is_pressed_into_it_and_what_did_not_change_stays() -> None:
    photo = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    photo[0, 0] = torch.linspace(0, 1, 64).view(8, 8)
    torch.testing.assert_close(within_gamut(photo, photo), photo)
    pressed = within_gamut(torch.full_like(photo, 0.5) + 2 * (photo - 0.5), photo)
    assert 0 <= float(pressed.min()) < float(pressed.max()) <= 1
    # A ramp that is too steep keeps its order, and is cut off nowhere but where the photo is at the end itself.
    ramp = pressed[0, 0].flatten()
    assert bool((ramp.diff() > 0).all())
    assert bool((ramp[1:-1] < 1).all())
    assert bool((ramp[1:-1] > 0).all())
