import pytest
import torch

from tests.engine.pictures import landscape, picture, strokes
from training.evaluation.ruler import Ruler, Score, ssim


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


def test_the_figures_of_one_pair_stay_what_they_were(ruler: Ruler) -> None:
    # Measured when the ruler was verified; a change of convention, padding or estimator moves the first digits.
    photo, painting = picture(landscape(96, 96)).image, picture(strokes(96)).image
    half = (photo + painting) / 2
    found = ruler.score(half, photo, ruler.read(photo), ruler.read(painting))
    assert found.content == pytest.approx(1.34457, rel=1e-3)
    assert found.style == pytest.approx(3.42643, rel=1e-3)
    assert found.ssim == pytest.approx(0.24878, rel=1e-3)
    assert found.change == pytest.approx(0.159472, rel=1e-3)


def test_a_mean_score_is_the_mean_of_each_figure() -> None:
    assert Score.mean([Score(1, 2, 0.5, 0), Score(3, 6, 1, 1)]) == Score(2, 4, 0.75, 0.5)


def test_ssim_falls_with_noise() -> None:
    photo = picture(landscape(64, 64)).image
    noise = torch.randn(photo.shape, generator=torch.Generator().manual_seed(0))
    little, much = (ssim((photo + amount * noise).clamp(0, 1), photo) for amount in (0.02, 0.2))
    assert 1 > little > much
