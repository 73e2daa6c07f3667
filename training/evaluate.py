"""The ruler: content, style and SSIM of a method on the validation pictures, under the full VGG-19.

The same for every method: ten photos by ten paintings (every tenth file of each set, by name), centre-cropped to 320 x
320; features of VGG-19 in its own scale with zero padding; variances unbiased, plus 1e-5.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor

from engine import Controls, Stylizer, checkpoints
from engine.images import Picture
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.pretrained import full_vgg19
from training.data import Pictures, centre_crop, load
from training.loop import write_picture

SIDE = 320
EVERY = 10
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


Paint = Callable[[Tensor, Tensor], Tensor]


def measure(paint: Paint, photos: list[Tensor], paintings: list[Tensor], ruler: Ruler) -> tuple[Score, list[Tensor]]:
    """The mean score of `paint(photo, painting)` over all pairs, and the images, row by row of paintings."""
    of_photos = [ruler.read(photo) for photo in photos]
    scores, images = [], []
    for painting in track(paintings, "measuring", console=Console(stderr=True)):
        of_painting = ruler.read(painting)
        for photo, of_photo in zip(photos, of_photos, strict=True):
            image = paint(photo, painting).clamp(0, 1)
            scores.append(ruler.score(image, photo, of_photo, of_painting))
            images.append(image[0])
    count = len(scores)
    mean = Score(*(sum(getattr(s, name) for s in scores) / count for name in ("content", "style", "ssim", "change")))
    return mean, images


def ruler_pictures(sources: list[Path]) -> list[Tensor]:
    """Every tenth picture by name, centre-cropped: `(1, 3, 320, 320)` each, in [0, 1].

    Raises:
        DataError: fewer than ten pictures.
    """
    pictures: Pictures = load(sources, short_side=4096, at_least=EVERY)
    by_name = sorted(zip(pictures.names, pictures.pixels, strict=True), key=lambda pair: pair[0])
    return [centre_crop(pixels.float().div(255), SIDE)[None] for _, pixels in by_name[::EVERY]]


def add_command(commands: Any) -> None:
    """Declare `evaluate` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "evaluate", help="the ruler: content, style, SSIM", description=__doc__
    )
    parser.add_argument(
        "--content", type=Path, nargs="+", required=True, help="validation photos: folders or tar shards"
    )
    parser.add_argument("--style", type=Path, nargs="+", required=True, help="validation paintings")
    parser.add_argument("--weights", type=Path, default=checkpoints.WEIGHTS, help="checkpoints [engine/weights]")
    parser.add_argument("--strength", type=float, nargs="+", default=[1.0], help="one row for each [1.0]")
    parser.add_argument("--float32", action="store_true", help="networks in float32 instead of the fastest dtype")
    parser.add_argument("--sheet", type=Path, help="write the images of the last strength as one contact sheet, PNG")


def run(options: dict[str, Any]) -> None:
    """Print the ruler's table for the weights in a folder.

    Raises:
        DataError: too few validation pictures.
        EngineError: no usable weights, or a strength out of range.
    """
    torch.set_num_threads(2)
    strengths = [Controls(strength=strength).strength for strength in options["strength"]]
    photos, paintings = ruler_pictures(options["content"]), ruler_pictures(options["style"])
    precision = Precision(torch.device("cpu"), torch.float32) if options["float32"] else None
    stylizer = Stylizer("cpu", weights=options["weights"], precision=precision)
    ruler = Ruler()
    table = Table("method", "strength", "content", "style", "SSIM", "change")
    for strength in strengths:

        def paint(photo: Tensor, painting: Tensor, strength: float = strength) -> Tensor:
            style = stylizer.style(Picture(painting, None, "PNG"))
            return stylizer.paint(photo, style.moments(stylizer.precision.device), strength)

        score, images = measure(paint, photos, paintings, ruler)
        figures = (score.content, score.style, score.ssim, score.change)
        table.add_row("adain", f"{strength:g}", *(f"{figure:.3f}" for figure in figures[:3]), f"{score.change:.5f}")
    Console().print(table)
    if options["sheet"]:
        write_picture(options["sheet"], contact_sheet(images, photos, paintings))


def contact_sheet(images: list[Tensor], photos: list[Tensor], paintings: list[Tensor]) -> Tensor:
    """Photos along the top, paintings down the side, images `(3, H, W)` between: `(3, H', W')`."""
    blank = torch.ones_like(photos[0][0])
    rows = [torch.cat([blank, *(p[0] for p in photos)], dim=2)]
    for index, painting in enumerate(paintings):
        row = images[index * len(photos) : (index + 1) * len(photos)]
        rows.append(torch.cat([painting[0], *row], dim=2))
    return torch.cat(rows, dim=1)
