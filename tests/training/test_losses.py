import torch

from engine.methods.adain import measure
from engine.statistics import Moments
from training.losses import content_loss, range_loss, style_loss


def features(seed: int) -> torch.Tensor:
    return torch.rand(2, 4, 8, 8, generator=torch.Generator().manual_seed(seed))


def test_content_does_not_change_with_a_channels_loudness() -> None:
    photo = features(1)
    assert content_loss(photo * 3 + 1, photo) < 1e-4
    assert content_loss(features(2), photo) > 1


def test_style_is_zero_for_the_painting_and_a_fraction_elsewhere() -> None:
    painting = {1: features(1), 2: features(2)}
    of_painting = measure(painting)
    assert style_loss(of_painting, of_painting, (1, 2)) < 1e-2
    louder = {level: Moments(m.mean * 1.5, m.std) for level, m in of_painting.items()}
    assert torch.isclose(style_loss(louder, of_painting, (1, 2)), torch.tensor(1.0), atol=1e-2)


def test_only_values_outside_the_range_count() -> None:
    assert range_loss(torch.tensor([[[[0.0, 0.5, 1.0]]]])) == 0
    assert torch.isclose(range_loss(torch.tensor([[[[-0.5, 1.5]]]])), torch.tensor(0.5))
