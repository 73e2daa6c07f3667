import pytest
import torch
from torch import Tensor

from engine.methods import wct
from engine.networks.inverter import Inverter
from engine.networks.vgg import VGG19

CHANNELS = (8, 8, 16, 16, 16)


def covariance(features: Tensor) -> Tensor:
    return torch.cov(features[0].flatten(1).double())


def test_transformed_features_have_the_paintings_mean_and_covariance() -> None:
    torch.manual_seed(0)
    photo, painting = torch.rand(1, 12, 40, 40), torch.rand(1, 12, 30, 50).pow(3)
    style = wct.measure({1: painting})[1]
    found = wct.transform(photo, style)
    assert torch.allclose(found.mean(dim=(2, 3)), painting.mean(dim=(2, 3)), atol=1e-5)
    # Up to the epsilon that both roots contain.
    assert torch.allclose(covariance(found), covariance(painting), atol=0.03 * float(covariance(painting).max()))


def test_a_photo_in_its_own_style_is_itself() -> None:
    photo = torch.rand(1, 12, 20, 20)
    assert torch.allclose(wct.transform(photo, wct.measure({1: photo})[1]), photo, atol=1e-4)


@pytest.mark.parametrize(
    "photo",
    [
        torch.full((1, 12, 8, 8), 0.5),
        torch.zeros(1, 12, 2, 2),
        torch.rand(1, 12, 1, 1),
        torch.rand(1, 12, 1, 2),
        1e4 * torch.rand(1, 12, 6, 6),
        torch.rand(1, 1, 6, 6).expand(1, 12, 6, 6),
    ],
    ids=["constant", "black", "one pixel", "two pixels", "huge", "rank 1"],
)
def test_degenerate_features_stay_finite(photo: Tensor) -> None:
    for style in (torch.rand(1, 12, 9, 9), photo):
        assert torch.isfinite(wct.transform(photo, wct.measure({1: style})[1])).all()


@pytest.fixture
def networks() -> tuple[VGG19, dict[int, Inverter]]:
    torch.manual_seed(0)
    encoder = VGG19(CHANNELS).requires_grad_(False)
    return encoder, {level: Inverter(level, CHANNELS).requires_grad_(False) for level in (1, 3, 5)}


def test_strength_0_is_the_photo(networks: tuple[VGG19, dict[int, Inverter]]) -> None:
    encoder, inverters = networks
    photo = torch.rand(2, 3, 48, 32)
    style = wct.measure(encoder(torch.rand(1, 3, 64, 64), (1, 3, 5)))
    found = wct.paint(encoder, inverters, photo, style, 0.0, levels=(5, 3, 1))
    assert torch.allclose(found, photo, atol=1e-5)


def test_a_blend_lies_between(networks: tuple[VGG19, dict[int, Inverter]]) -> None:
    one, other = (wct.measure({1: torch.rand(1, 4, 9, 9)})[1] for _ in range(2))
    assert torch.equal(one.blend(other, 0).matrix, one.matrix)
    assert torch.allclose(one.blend(other, 1).mean, other.mean)
    assert torch.allclose(one.blend(other, 0.5).matrix, (one.matrix + other.matrix) / 2)
