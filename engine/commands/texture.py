"""`python -m engine texture STYLE`: a texture from noise, by WCT or by Gatys' optimisation."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

import torch
from rich.console import Console
from torch import Tensor

from engine import Controls, Gallery, Progress, Style, Stylizer, encode
from engine.checkpoints import WEIGHTS
from engine.commands import files, options
from engine.commands.console import Advance, CommandError, bar, say
from engine.detail import resize
from engine.methods import gatys, gatys_recipe

SIZES = range(64, 4097)
# Parts of the size, from coarse to fine, so that shapes are larger than what one pass of WCT can see, and how often
# each is painted: by looking at textures of paintings with small and with large shapes.
_STAGES = (0.25, 0.5, 1.0)
_PASSES = 2
_COARSEST = 64

_DESCRIPTION = """\
Make a texture from noise that has a painting's colours and brushwork, and none
of its shapes; another seed makes another. WCT takes seconds, Gatys minutes.

  python -m engine texture painting.jpg --size 512 -o texture.png
  python -m engine texture painting.jpg --size 640x360 --method gatys --seed 7
"""


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `texture`."""
    parser = options.add_command(
        subparsers, "texture STYLE|IMAGE", "a texture in a painting's style, from noise", _DESCRIPTION
    )
    parser.add_argument("style", metavar="STYLE|IMAGE", help="a painting, or a style that wct has statistics of")
    parser.add_argument("-o", "--output", type=Path, default=Path("texture.png"), metavar="OUT", help="[texture.png]")
    parser.add_argument("--size", type=size, default=(512, 512), metavar="N|WxH", help="pixels [512]")
    options.add_gallery(parser)
    options.add_method(parser, ("wct", "gatys"), "wct")
    options.add_controls(parser, "levels", "iterations", "seed")
    options.add_machine(parser)


def size(said: str) -> tuple[int, int]:
    """Width and height, of "512" or "640x360"."""
    if not (found := re.fullmatch(r"(\d+)(?:x(\d+))?", said)):
        raise argparse.ArgumentTypeError(f"'{said}': a size is 512, or 640x360")
    width, height = int(found[1]), int(found[2] or found[1])
    if width not in SIZES or height not in SIZES:
        raise argparse.ArgumentTypeError(f"'{said}': sides are from {SIZES[0]} to {SIZES[-1]} pixels")
    return width, height


def run(given: argparse.Namespace, console: Console) -> int:
    """Make the texture.

    Raises:
        CommandError, EngineError, OSError: a mistake in the command, or the painting cannot be read.
    """
    format = files.format_of(given.output)
    gallery = options.gallery(given)
    controls = options.controls(given)
    stylizer = options.stylizer(given)
    width, height = given.size
    if given.method == "wct":
        style = options.style(given.style, "wct", gallery, stylizer)
        stylizer.check(style, controls)
        with bar(console, "painting", 1) as progress:
            texture = by_wct(stylizer, style, height, width, controls, progress.begin(Path(given.style).name))
    else:
        if controls.levels is not None:
            raise CommandError("gatys has no levels to choose from: leave out --levels, or use --method wct")
        painting = _painting(given.style, gallery, min(width, height))
        with bar(console, "optimising", 1) as progress:
            advance = progress.begin(Path(given.style).name)
            texture = by_gatys(stylizer, painting, height, width, controls, advance, given.weights)
    files.write(given.output, encode(texture, format))
    say(console, f"{given.output}")
    return 0


def by_wct(
    stylizer: Stylizer, style: Style, height: int, width: int, controls: Controls, advance: Advance = lambda step: None
) -> Tensor:
    """A texture `(1, 3, height, width)` in [0, 1]: noise of all octaves, painted from coarse to fine."""
    sizes = [_part(height, width, stage) for stage in _STAGES]
    sizes = [part for place, part in enumerate(sizes) if part not in sizes[:place]]
    image = octaves(*sizes[0], controls.seed)
    done = 0
    for part in sizes:
        image = resize(image, *part).clamp(0, 1)
        for _ in range(_PASSES):
            image = stylizer.paint(image, style, controls).clamp(0, 1)
            done += 1
            advance(Progress(done, len(sizes) * _PASSES))
    return image


def by_gatys(
    stylizer: Stylizer,
    painting: Tensor,
    height: int,
    width: int,
    controls: Controls,
    advance: Advance = lambda step: None,
    weights: Path = WEIGHTS,
) -> Tensor:
    """A texture `(1, 3, height, width)` in [0, 1], whose Gram matrices are those of `painting` `(1, 3, H, W)`."""
    # The slim encoder was trained with maximum pooling; with average pooling, detailed textures come out dotted.
    recipe = replace(gatys_recipe.texture(), network="slim", pooling="max", seed=controls.seed)
    if controls.iterations is not None:
        recipe = recipe.within(controls.iterations)
    network = gatys.load(recipe, stylizer.precision, weights)

    def report(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        advance(Progress(done, total, loss=loss))

    return gatys.synthesise(network, height, width, gatys.read(network, painting, recipe), recipe, report)


def octaves(height: int, width: int, seed: int) -> Tensor:
    """Noise `(1, 3, height, width)` in [0, 1] of blobs of 1, 2, 4, ... pixels, each as loud as its size's root."""
    generator = torch.Generator().manual_seed(seed)
    total, side = torch.zeros(1, 3, height, width), 1
    while side <= min(height, width):
        noise = torch.randn(1, 3, max(2, -(-height // side)), max(2, -(-width // side)), generator=generator)
        total += side**0.5 * resize(noise, height, width)
        side *= 2
    return (0.5 + 0.2 * total / total.std()).clamp(0, 1)


def _part(height: int, width: int, stage: float) -> tuple[int, int]:
    scale = min(1.0, max(stage, _COARSEST / min(height, width)))
    return round(height * scale), round(width * scale)


def _painting(wanted: str, gallery: Gallery, short_side: int) -> Tensor:
    """A painting `(1, 3, H, W)`, no larger than the texture, so that its brushwork has the size it has in the frame."""
    file = Path(wanted)
    if not file.is_file():
        known = "a style of the gallery, whose painting is not shipped" if wanted in gallery else "no file"
        raise CommandError(f"'{wanted}' is {known}: --method gatys takes a picture of the painting")
    painting = files.read(file)
    scale = min(1.0, short_side / min(painting.width, painting.height))
    return resize(painting.image, round(painting.height * scale), round(painting.width * scale)).clamp(0, 1)
