"""A ruler that is quick, for tests of everything but its figures."""

from collections.abc import Sequence

import torch

from engine.networks.vgg import VGG19
from tests.engine.pictures import landscape, picture, strokes
from training.evaluation.measuring import Bench
from training.evaluation.ruler import Ruler
from training.evaluation.samples import Sample


def quick_ruler() -> Ruler:
    """A ruler whose VGG is small and random."""
    torch.manual_seed(0)
    return Ruler(VGG19((4, 8, 8, 16, 16), "zeros").requires_grad_(False).eval())


def samples(count: int = 2, side: int = 96) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Drawn photos and paintings."""
    photos, paintings = [], []
    for index in range(count):
        photo = picture(landscape(side + 8 * index, side)).image[..., :side, 8 * index :]
        photos.append(Sample(f"photo-{index}", photo))
        paintings.append(Sample(f"painting-{index}", picture(strokes(side, seed=index)).image))
    return photos, paintings


def bench(count: int = 2) -> Bench:
    """Drawn pictures under the quick ruler."""
    return Bench(*samples(count), quick_ruler())
