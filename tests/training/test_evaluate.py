from pathlib import Path

import pytest
import torch

from tests.engine.pictures import landscape, picture, strokes
from training.__main__ import main
from training.evaluate import Ruler, contact_sheet, measure, ssim


@pytest.fixture(scope="module")
def ruler() -> Ruler:
    return Ruler()


def test_the_photo_is_all_content_and_the_painting_all_style(ruler: Ruler) -> None:
    photo, painting = picture(landscape(96, 96)).image, picture(strokes(96)).image
    of_photo, of_painting = ruler.read(photo), ruler.read(painting)
    itself = ruler.score(photo, photo, of_photo, of_painting)
    assert itself.content == pytest.approx(0, abs=1e-6)
    assert itself.ssim == pytest.approx(1, abs=1e-5)
    assert itself.style > 1
    other = ruler.score(painting, photo, of_photo, of_painting)
    assert other.style == pytest.approx(0, abs=1e-5)
    assert other.content > 1
    assert other.ssim < 0.5


def test_the_mean_runs_over_all_pairs(ruler: Ruler) -> None:
    photos = [picture(landscape(64, 64)).image, torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))]
    paintings = [picture(strokes(64)).image]
    score, images = measure(lambda photo, painting: photo, photos, paintings, ruler)
    assert len(images) == 2
    assert (score.content, score.ssim) == (pytest.approx(0, abs=1e-6), pytest.approx(1, abs=1e-5))
    assert contact_sheet(images, photos, paintings).shape == (3, 128, 192)


def test_a_strength_out_of_range_is_refused(content: Path, style: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--content", str(content), "--style", str(style), "--strength", "0.5", "7"]) == 1
    assert "strength is from 0 to 1, got 7" in capsys.readouterr().err


def test_ssim_falls_with_noise() -> None:
    photo = picture(landscape(64, 64)).image
    noise = torch.randn(photo.shape, generator=torch.Generator().manual_seed(0))
    little, much = (ssim((photo + amount * noise).clamp(0, 1), photo) for amount in (0.02, 0.2))
    assert 1 > little > much
