"""Is the space of styles smooth, and is every point of it a style? Figures and pictures of the VAE.

    uv run python -m tests.benchmarks.vae --content PHOTOS --style PAINTINGS [--sheet walk.png]

Walks in ten equal steps from the code of one painting to that of the next, painting one photo at each, and measures
each step under VGG-19: root mean square difference of relu1_1 .. relu4_1, each level over its standard deviation. The
ratio printed is the largest step over the mean step of its walk. The sheet shows a walk in each row, then styles
drawn from the prior.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints
from engine.methods import vae
from engine.methods.adain import measure
from engine.networks.decoder import STYLE_LEVELS
from engine.networks.vgg import VGG19
from engine.pretrained import full_vgg19
from training.data import centre_crop, load
from training.grid import write_picture

STEPS = 10
SIDE = 256


def distance(first: dict[int, Tensor], second: dict[int, Tensor]) -> float:
    """Root mean square difference of features by level, over their standard deviation, averaged over levels."""
    parts = [(first[level] - second[level]).square().mean().sqrt() / first[level].std() for level in STYLE_LEVELS]
    return float(torch.stack(parts).mean())


def pictures(sources: list[Path], count: int) -> list[Tensor]:
    """`count` pictures spread over the sources by name, `(1, 3, SIDE, SIDE)`."""
    found = load(sources, 320, at_least=count)
    order = sorted(range(len(found)), key=lambda index: found.names[index])[:: len(found) // count]
    return [centre_crop(found[index].float() / 255, SIDE)[None] for index in order[:count]]


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", type=Path, nargs="+", required=True)
    parser.add_argument("--style", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, default=checkpoints.WEIGHTS)
    parser.add_argument("--walks", type=int, default=8)
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(2)

    encoder, network, judge = (
        checkpoints.encoder(options.weights),
        checkpoints.vae(options.weights),
        full_vgg19("zeros"),
    )
    photos, paintings = pictures(options.content, options.walks), pictures(options.style, options.walks + 1)
    codes = [network.encode(measure(encoder(painting, STYLE_LEVELS)))[0] for painting in paintings]
    rows, ratios = [], []
    for photo, (first, last) in zip(photos, itertools.pairwise(codes), strict=True):
        images = [
            vae.paint(encoder, network, photo, torch.lerp(first, last, step / STEPS), 1.0).clamp(0, 1)
            for step in range(STEPS + 1)
        ]
        ratios.append(_largest_over_mean(images, judge))
        rows.append(torch.cat([photo, *images], dim=3))
        print(f"walk {len(ratios)}: largest step over mean step {ratios[-1]:.2f}")
    print(f"largest step over mean step: mean {sum(ratios) / len(ratios):.2f}, worst {max(ratios):.2f}")
    if options.sheet:
        sampled = vae.sample(network, (STEPS + 1) * 2, seed=0)
        for index, part in enumerate(sampled.split(STEPS + 1)):
            photo = photos[index % len(photos)]
            drawn = [vae.paint(encoder, network, photo, code[None], 1.0).clamp(0, 1) for code in part]
            rows.append(torch.cat([photo, *drawn], dim=3))
        write_picture(options.sheet, torch.nn.functional.interpolate(torch.cat(rows, dim=2), scale_factor=0.5)[0])


def _largest_over_mean(images: list[Tensor], judge: VGG19) -> float:
    features = [judge(image, STYLE_LEVELS) for image in images]
    steps = [distance(one, other) for one, other in itertools.pairwise(features)]
    return max(steps) / (sum(steps) / len(steps))


if __name__ == "__main__":
    main()
