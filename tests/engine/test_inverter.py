import pytest
import torch

from engine.networks.inverter import Inverter

CHANNELS = (8, 8, 16, 16, 16)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_an_inverter_gives_pixels_at_its_levels_stride(level: int) -> None:
    images = Inverter(level, CHANNELS)(torch.randn(2, CHANNELS[level - 1], 3, 4))
    stride = 2 ** (level - 1)
    assert images.shape == (2, 3, 3 * stride, 4 * stride)
    assert images.dtype == torch.float32


def test_an_untrained_inverter_paints_grey() -> None:
    images = Inverter(3, CHANNELS)(torch.randn(1, 16, 4, 4))
    assert torch.equal(images, torch.full_like(images, 0.45))


def test_whitening_makes_the_first_layers_output_uncorrelated() -> None:
    torch.manual_seed(0)
    mixed = torch.einsum("oc,bchw->bohw", torch.randn(8, 8), torch.randn(4, 8, 32, 32)) + 3
    inverter = Inverter(1, CHANNELS)
    inverter.whiten_input_(mixed, epsilon=1e-6)
    with torch.no_grad():
        flat = inverter.enter(mixed).transpose(0, 1).flatten(1)
    assert torch.allclose(torch.cov(flat), torch.eye(8), atol=0.02)
    assert torch.allclose(flat.mean(dim=1), torch.zeros(8), atol=1e-4)


def test_whitening_survives_a_channel_that_is_silent() -> None:
    features = torch.randn(2, 8, 16, 16)
    features[:, 3] = 0
    inverter = Inverter(1, CHANNELS)
    inverter.whiten_input_(features)
    assert torch.isfinite(inverter.enter.weight).all()


def test_an_inverter_continues_as_that_of_the_level_before() -> None:
    shallower, inverter = Inverter(3, CHANNELS), Inverter(4, CHANNELS)
    for weight in shallower.parameters():
        torch.nn.init.normal_(weight)
    inverter.continue_as_(shallower)
    # Behind another beginning.
    shallower.enter = inverter.enter = inverter.stages[0] = torch.nn.Identity()
    begun = torch.randn(1, CHANNELS[2], 3, 4)
    assert torch.equal(inverter(begun), shallower(begun.repeat_interleave(2, 2).repeat_interleave(2, 3)))


def test_the_part_of_all_stages_is_the_picture() -> None:
    inverter, features = Inverter(4, CHANNELS), torch.randn(1, CHANNELS[3], 3, 4)
    assert torch.equal(inverter.part(features, 4), inverter(features))
    assert inverter.part(features, 1).shape == (1, CHANNELS[2], 3, 4)
    assert inverter.part(features, 2).shape == (1, CHANNELS[1], 6, 8)
