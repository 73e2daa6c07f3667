import pytest
import torch

from engine.networks.vgg import SLIM, VGG19, normalise_activations_


@pytest.fixture
def network() -> VGG19:
    torch.manual_seed(0)
    return VGG19(SLIM).requires_grad_(False)


def test_levels_have_their_channels_and_strides(network: VGG19) -> None:
    features = network(torch.rand(2, 3, 64, 48))
    assert {level: tuple(f.shape) for level, f in features.items()} == {
        1: (2, 16, 64, 48),
        2: (2, 32, 32, 24),
        3: (2, 64, 16, 12),
        4: (2, 128, 8, 6),
        5: (2, 128, 4, 3),
    }


def test_only_the_levels_asked_for_are_returned(network: VGG19) -> None:
    assert set(network(torch.rand(1, 3, 32, 32), levels=(1, 3))) == {1, 3}


def test_asking_for_fewer_levels_changes_none(network: VGG19) -> None:
    image = torch.rand(1, 3, 32, 32)
    assert torch.equal(network(image, levels=(3,))[3], network(image)[3])


def test_an_unknown_level_is_named(network: VGG19) -> None:
    with pytest.raises(ValueError, match="1 to 5, got"):
        network(torch.rand(1, 3, 32, 32), levels=(0, 6))


def test_features_at_the_frame_of_a_flat_image_are_those_inside(network: VGG19) -> None:
    features = network(torch.full((1, 3, 64, 64), 0.3), levels=(4,))[4]
    assert torch.allclose(features, features[..., 4:5, 4:5].expand_as(features), atol=1e-5)


def test_normalised_activations_average_one_and_only_change_their_unit(network: VGG19) -> None:
    photos = torch.rand(4, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    before = network(photos)
    normalise_activations_(network, photos)
    after = network(photos)
    for level in before:
        mean = after[level].mean(dim=(0, 2, 3))
        heard = before[level].mean(dim=(0, 2, 3)) > 0.06 * before[level].mean()
        torch.testing.assert_close(mean[heard], torch.ones_like(mean[heard]), rtol=1e-3, atol=1e-3)
        scale = after[level].mean(dim=(0, 2, 3), keepdim=True) / before[level].mean(dim=(0, 2, 3), keepdim=True)
        heard_features = (before[level] * scale)[:, heard]
        torch.testing.assert_close(heard_features, after[level][:, heard], rtol=1e-2, atol=1e-3)
