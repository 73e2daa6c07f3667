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


def test_strips_of_rows_leave_no_seams(networks: tuple[VGG19, AdaINDecoder]) -> None:
    stage = networks[1].stages["1"]
    x = torch.randn(1, stage.outer.in_channels, 150, 40)
    torch.testing.assert_close(stage._to_pixels(x), stage.outer(x), rtol=1e-4, atol=1e-5)


def test_half_precision_decodes_in_float32_at_the_end(networks: tuple[VGG19, AdaINDecoder]) -> None:
    halves = AdaINDecoder().to(torch.bfloat16)
    halves.keep_precision()
    x = torch.randn(1, halves.stages["1"].outer.in_channels, 32, 32).to(torch.bfloat16)
    pixels = halves.stages["1"]._to_pixels(x)
    assert pixels.dtype == torch.float32
    assert not torch.equal(pixels, pixels.to(torch.bfloat16).float())
