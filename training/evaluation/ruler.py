"""The ruler: content, style and SSIM of an image against its photo and painting, under the full VGG-19.

The same for every method: features of VGG-19 in its own scale with zero padding; variances unbiased, plus 1e-5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import torch
from torch import Tensor

from engine.networks.vgg import VGG19
from engine.pretrained import full_vgg19

_STYLE_LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Score:
    """The ruler's figures: lower content and style are better, SSIM is 1 for the photo itself.

    `change` is the mean absolute difference from the photo, in sRGB values from 0 to 1.
    """

    content: float
    style: float
    ssim: float
    change: float

    @classmethod
    def mean(cls, scores: Iterable[Score]) -> Score:
        """The mean of each figure; of at least one score."""
        rows = [astuple(score) for score in scores]
        return cls(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


@dataclass(frozen=True)
class Statistics:
    """What the ruler remembers of an image: normalised relu4_1 `(1, 512, H, W)`, and the moments by level."""

    content: Tensor
    moments: dict[int, tuple[Tensor, Tensor]]


class Ruler:
    """Measures images against a photo and a painting."""

    def __init__(self, network: VGG19 | None = None) -> None:
        self._network = network or full_vgg19("zeros")

    @torch.inference_mode()
    def read(self, image: Tensor) -> Statistics:
        """What is compared of an image `(1, 3, H, W)` in [0, 1]."""
        features = self._network(image.contiguous(memory_format=torch.channels_last), _STYLE_LEVELS)
        moments = {}
        for level, f in features.items():
            variance, mean = torch.var_mean(f.float().contiguous(), dim=(2, 3), correction=1)
            moments[level] = mean, (variance + 1e-5).sqrt()
        mean, std = moments[4]
        content = (features[4].float() - mean[..., None, None]) / std[..., None, None]
        return Statistics(content, moments)

    def score(self, image: Tensor, photo: Tensor, of_photo: Statistics, of_painting: Statistics) -> Score:
        """The figures of `image` painted from `photo`, both `(1, 3, H, W)`."""
        found = self.read(image)
        content = (found.content - of_photo.content).square().mean()
        style = sum(
            float((mine - wanted).norm() / wanted.norm())
            for level in _STYLE_LEVELS
            for mine, wanted in zip(found.moments[level], of_painting.moments[level], strict=True)
        )
        return Score(float(content), style, ssim(image, photo), float((image - photo).abs().mean()))


def ssim(first: Tensor, second: Tensor) -> float:
    """Structural similarity of two images `(1, 3, H, W)` in [0, 1] (Wang et al. 2004), 11 x 11 Gaussian, sigma 1.5."""
    offsets = torch.arange(11, dtype=torch.float32) - 5
    line = torch.exp(-offsets.square() / (2 * 1.5**2))
    line = line / line.sum()
    window = (line[:, None] * line[None, :]).expand(3, 1, 11, 11)

    def mean(x: Tensor) -> Tensor:
        return torch.nn.functional.conv2d(x, window, groups=3)

    mean_1, mean_2 = mean(first), mean(second)
    variance_1 = mean(first * first) - mean_1 * mean_1
    variance_2 = mean(second * second) - mean_2 * mean_2
    covariance = mean(first * second) - mean_1 * mean_2
    c1, c2 = 0.01**2, 0.03**2
    luminance = (2 * mean_1 * mean_2 + c1) / (mean_1 * mean_1 + mean_2 * mean_2 + c1)
    structure = (2 * covariance + c2) / (variance_1 + variance_2 + c2)
    return float((luminance * structure).mean())
