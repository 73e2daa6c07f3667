import pytest
import torch

from engine.detail import carry_up, fit, resize
from tests.engine.pictures import landscape, picture

PHOTO = picture(landscape(256, 192)).image
REDUCED = resize(PHOTO, 96, 128)


@pytest.mark.parametrize(
    ("size", "longest", "fitted"), [((100, 50), 50, (50, 25)), ((10, 20), 50, (10, 20)), ((1, 999), 100, (1, 100))]
)
def test_pictures_are_reduced_to_fit_and_never_enlarged(
    size: tuple[int, int], longest: int, fitted: tuple[int, int]
) -> None:
    assert fit(*size, longest) == fitted


def test_at_strength_zero_the_photo_comes_back_whole() -> None:
    torch.testing.assert_close(carry_up(REDUCED, REDUCED, PHOTO, 0.0), PHOTO, rtol=0, atol=1e-5)


def test_the_full_size_shrinks_back_to_what_was_painted() -> None:
    painted = REDUCED.flip(1)
    full = carry_up(painted, REDUCED, PHOTO, 1.0)
    assert full.shape == PHOTO.shape
    assert float((resize(full, 96, 128) - painted).abs().mean()) < 0.01


def test_the_photos_edges_return_sharper_than_enlarging_alone() -> None:
    painted = REDUCED.flip(1)

    def sharpness(image: torch.Tensor) -> float:
        return float((image[..., 1:] - image[..., :-1]).abs().mean())

    assert sharpness(carry_up(painted, REDUCED, PHOTO, 1.0)) > 1.02 * sharpness(resize(painted, 192, 256))
