import pytest
import torch

from engine import detail
from engine.colour import luma
from engine.detail import carry_up, fit, resize, resized
from engine.images import Picture
from tests.engine.pictures import landscape, picture

PHOTO = picture(landscape(256, 192))
REDUCED = resized(PHOTO, 96, 128).image


@pytest.mark.parametrize(
    ("size", "longest", "fitted"), [((100, 50), 50, (50, 25)), ((10, 20), 50, (25, 50)), ((1, 999), 100, (1, 100))]
)
def test_both_sides_follow_the_longer(size: tuple[int, int], longest: int, fitted: tuple[int, int]) -> None:
    assert fit(*size, longest) == fitted


@pytest.mark.parametrize("size", [(96, 128), (61, 83), (192, 256), (300, 400), (1, 1)])
def test_a_picture_is_resized_in_8_bits_as_its_image_in_float32(size: tuple[int, int]) -> None:
    exact = resize(PHOTO.image, *size).clamp(0, 1)
    difference = (resized(PHOTO, *size).image - exact).abs() * 255
    assert float(difference.mean()) < 0.5
    # Where the first of the two passes, columns and rows, overshoots white or black, and 8 bits cut it off.
    assert float(difference.max()) < 16


@pytest.mark.parametrize("strip", [256, 256 * 7, 10**9])
@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("size", [(96, 128), (61, 83), (5, 7), (400, 533)])
def test_the_detail_carried_up_in_strips_is_that_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, strip: int, strength: float, size: tuple[int, int]
) -> None:
    reduced = resized(PHOTO, *size).image
    painted = reduced.flip(1) * 1.2 - 0.1
    lost = PHOTO.image - resize(reduced, 192, 256)
    whole = resize(painted, 192, 256) + torch.lerp(lost, 0.5 * luma(lost), strength)
    monkeypatch.setattr(detail, "_STRIP", strip)
    full = carry_up(painted, reduced, PHOTO, strength)
    assert float((full.image - whole.clamp(0, 1)).abs().max()) < 0.51 / 255


def test_at_strength_zero_the_photo_comes_back_whole() -> None:
    assert torch.equal(carry_up(REDUCED, REDUCED, PHOTO, 0.0).pixels, PHOTO.pixels)


def test_transparency_is_carried_along() -> None:
    alpha = torch.arange(256, dtype=torch.uint8).expand(192, 256)
    veiled = Picture(PHOTO.pixels, alpha, "PNG")
    assert carry_up(REDUCED, REDUCED, veiled, 1.0).alpha is alpha
    smaller = resized(veiled, 96, 128).alpha
    assert smaller is not None
    assert int((smaller[:, 1:-1].int() - alpha[::2, 2:-2:2].int()).abs().max()) < 4


def test_the_full_size_shrinks_back_to_what_was_painted() -> None:
    painted = REDUCED.flip(1)
    full = carry_up(painted, REDUCED, PHOTO, 1.0)
    assert full.pixels.shape == PHOTO.pixels.shape
    assert float((resize(full.image, 96, 128) - painted).abs().mean()) < 0.01


def test_the_photos_edges_return_sharper_than_enlarging_alone() -> None:
    painted = REDUCED.flip(1)

    def sharpness(image: torch.Tensor) -> float:
        return float((image[..., 1:] - image[..., :-1]).abs().mean())

    assert sharpness(carry_up(painted, REDUCED, PHOTO, 1.0).image) > 1.02 * sharpness(resize(painted, 192, 256))
