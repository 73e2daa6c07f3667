"""`python -m engine invert PHOTO --layer relu4_1`: what a layer still knows of a photo."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import get_args

from rich.console import Console

from engine import encode
from engine.commands import experiments, files, options
from engine.commands.console import bar, say
from engine.methods import gatys
from engine.methods.gatys_recipe import Network, Stage, inversion
from engine.networks.vgg import LAYERS

# The picture is found in this many evaluations, from coarse to fine.
_PYRAMID = (Stage(0.5, 100), Stage(1, 200))

_DESCRIPTION = """\
Find a picture from noise that has a photo's features at one layer: shallow
layers know it to the pixel, deep ones what it shows (Mahendran & Vedaldi 2015).

  python -m engine invert photo.jpg --layer relu4_1 -o inverted.png
"""


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `invert`."""
    parser = options.add_command(subparsers, "invert PHOTO", "a photo back from one layer's features", _DESCRIPTION)
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    parser.add_argument(
        "--layer", choices=LAYERS, default="relu4_1", metavar="LAYER", help="conv1_1 .. relu5_1 [relu4_1]"
    )
    parser.add_argument("--network", choices=get_args(Network), default="slim", help="the shipped, or VGG-19 [slim]")
    parser.add_argument("-o", "--output", type=Path, default=Path("inverted.png"), metavar="OUT", help="[inverted.png]")
    options.add_controls(parser, "seed")
    experiments.add_size(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Find the picture.

    Raises:
        CommandError, EngineError, OSError: a mistake in the command, or the photo cannot be read.
    """
    format = files.format_of(given.output)
    recipe = replace(inversion(given.layer), network=given.network, seed=given.seed, pyramid=_PYRAMID)
    if given.iterations is not None:
        recipe = recipe.within(given.iterations)
    network = experiments.loaded(recipe, given)
    photo = experiments.picture(given.photo, given.longest_side)
    with bar(console, "optimising", 1) as progress:
        found = gatys.invert(network, photo, recipe, experiments.telling(progress.begin(given.photo.name)))
    files.write(given.output, encode(found, format))
    say(console, f"{given.output}")
    return 0
