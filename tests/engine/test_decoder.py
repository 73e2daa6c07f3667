import pytest
import torch

from engine.methods.adain import measure
from engine.networks.decoder import AdaINDecoder
from engine.networks.vgg import SLIM, VGG19


@pytest.fixture(scope="module")
def networks() -> tuple[VGG19, AdaINDecoder]:
    torch.manual_seed(0)
    return VGG19(SLIM).requires_grad_(False), AdaINDecoder().requires_grad_(False)


def decoded(networks: tuple[VGG19, AdaINDecoder], image: torch.Tensor, seed: int = 0) -> torch.Tensor:
    encoder, decoder = networks
    features = encoder(image, (1, 2, 3, 4))
    own = measure(features)
    return decoder(features, own, own, seed)


def test_an_image_comes_out_as_large_as_it_went_in(networks: tuple[VGG19, AdaINDecoder]) -> None:
    image = torch.rand(2, 3, 72, 152)
    assert decoded(networks, image).shape == image.shape


def test_the_same_seed_lays_the_same_strokes(networks: tuple[VGG19, AdaINDecoder]) -> None:
    flat = torch.full((1, 3, 64, 64), 0.5)
    assert torch.equal(decoded(networks, flat, seed=1), decoded(networks, flat, seed=1))
    assert not torch.allclose(decoded(networks, flat, seed=1), decoded(networks, flat, seed=2))


def test_an_image_does_not_depend_on_the_batch_it_is_in(networks: tuple[VGG19, AdaINDecoder]) -> None:
    images = torch.rand(3, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    alone = torch.cat([decoded(networks, image[None]) for image in images])
    torch.testing.assert_close(decoded(networks, images), alone, rtol=1e-3, atol=1e-4)
