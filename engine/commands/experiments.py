"""`python -m engine gatys-grid` and `gatys-curve`: two experiments with Gatys' image optimisation."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from PIL import Image
from rich.console import Console
from torch import Tensor

from engine import Progress, encode
from engine.commands import files, options
from engine.commands.console import Advance, CommandError, bar, say
from engine.detail import fit, resize
from engine.methods import gatys, gatys_experiments
from engine.methods.gatys_recipe import PRESETS, Recipe
from engine.methods.protocol import Report
from engine.networks.vgg import VGG19
from engine.precision import Precision

_GRID = """\
Paint one photo with ever more style layers (a row each) and ever more content
(a column each): figure 3 of Gatys et al. 2016.

  python -m engine gatys-grid photo.jpg painting.jpg -o grid.png
  python -m engine gatys-grid photo.jpg painting.jpg --preset pre-relu --factors 0.01,1,100
"""
_CURVE = """\
Paint one photo, and draw how the loss, its content and its style go down. What
was measured goes into a table beside the drawing.

  python -m engine gatys-curve photo.jpg painting.jpg -o curve.png
"""


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `gatys-grid` and `gatys-curve`."""
    grid = subparsers.add_parser(
        "gatys-grid",
        help="an experiment: ratio of content to style by style layers",
        description=_GRID,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    grid.add_argument(
        "--factors",
        type=options.numbers(float),
        default=gatys_experiments.FACTORS,
        metavar="F,F",
        help="of the preset's alpha / beta [0.01,0.1,1,10]",
    )
    curve = subparsers.add_parser(
        "gatys-curve",
        help="an experiment: the loss over the evaluations",
        description=_CURVE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for parser, output in ((grid, "grid.png"), (curve, "curve.png")):
        parser.add_argument("photo", type=Path, metavar="PHOTO")
        parser.add_argument("painting", type=Path, metavar="PAINTING")
        parser.add_argument("-o", "--output", type=Path, default=Path(output), metavar="OUT", help=f"[{output}]")
        add_optimisation(parser)


def add_optimisation(parser: argparse.ArgumentParser) -> None:
    """`--preset` and what else says how to optimise."""
    parser.add_argument(
        "--preset",
        choices=[name for name, preset in PRESETS.items() if preset().content_layers],
        default="slim",
        help="settings by name; all but slim take the full VGG-19 [slim]",
    )
    add_size(parser)


def add_size(parser: argparse.ArgumentParser) -> None:
    """`--longest-side`, `--iterations` and the machine."""
    parser.add_argument("--longest-side", type=int, default=256, metavar="PIXELS", help="of the photo as painted [256]")
    options.add_controls(parser, "iterations")
    options.add_machine(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Do the experiment that was asked for.

    Raises:
        CommandError, EngineError, OSError: a mistake in the command, or a picture cannot be read.
    """
    return _run_grid(given, console) if given.command == "gatys-grid" else _run_curve(given, console)


def picture(file: Path, longest_side: int) -> Tensor:
    """A picture `(1, 3, H, W)` reduced to `longest_side` pixels.

    Raises:
        CommandError: `longest_side` is out of its range.
        PictureError, OSError: the file cannot be read.
    """
    if not 64 <= longest_side <= 4096:
        raise CommandError(f"--longest-side is from 64 to 4096 pixels, got {longest_side}")
    found = files.read(file)
    height, width = fit(found.height, found.width, min(longest_side, max(found.height, found.width)))
    return resize(found.image, height, width).clamp(0, 1)


def loaded(recipe: Recipe, given: argparse.Namespace) -> VGG19:
    """The network of a recipe, on the machine that is asked for.

    Raises:
        CommandError, CheckpointError, DeviceUnavailable: no thread, weights or device.
    """
    if given.threads < 1:
        raise CommandError(f"--threads is at least 1, got {given.threads}")
    torch.set_num_threads(given.threads)
    return gatys.load(recipe, Precision.best(given.device), given.weights)


def telling(advance: Advance) -> Report:
    """A report of an optimisation that moves a progress bar."""

    def report(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        advance(Progress(done, total, loss=loss))

    return report


def _prepared(given: argparse.Namespace) -> tuple[Recipe, VGG19]:
    recipe = PRESETS[given.preset]()
    if given.iterations is not None:
        recipe = recipe.within(given.iterations)
    return recipe, loaded(recipe, given)


def _run_grid(given: argparse.Namespace, console: Console) -> int:
    format = files.format_of(given.output)
    recipe, network = _prepared(given)
    photo, painting = picture(given.photo, given.longest_side), picture(given.painting, given.longest_side)
    with bar(console, "optimising", 1) as progress:
        report = telling(progress.begin(given.photo.name))
        grid = gatys_experiments.ratio_grid(network, photo, painting, recipe, given.factors, report)
    files.write(given.output, encode(grid.sheet(), format))
    for layers in grid.layers:
        say(console, f"row: {', '.join(layers)}")
    say(console, f"columns: content {', '.join(f'x {factor:g}' for factor in grid.factors)}")
    say(console, f"{given.output}")
    return 0


def _run_curve(given: argparse.Namespace, console: Console) -> int:
    files.format_of(given.output)
    recipe, network = _prepared(given)
    if recipe.evaluations < 2:
        raise CommandError(f"a curve takes at least 2 iterations, got {recipe.evaluations}")
    photo, painting = picture(given.photo, given.longest_side), picture(given.painting, given.longest_side)
    with bar(console, "optimising", 1) as progress:
        style = gatys.read(network, painting, recipe)
        report = telling(progress.begin(given.photo.name))
        painted, points = gatys_experiments.loss_curve(network, photo, style, recipe, report)
    drawn = gatys_experiments.drawing(points)
    beside = Image.fromarray((painted[0].permute(1, 2, 0) * 255).round().byte().numpy())
    beside.thumbnail((beside.width, drawn.height))
    sheet = Image.new("RGB", (drawn.width + beside.width, drawn.height), "white")
    sheet.paste(drawn, (0, 0))
    sheet.paste(beside, (drawn.width, (drawn.height - beside.height) // 2))
    files.write_sheet(given.output, sheet)
    table = given.output.with_suffix(".csv")
    files.write(table, gatys_experiments.table(points).encode())
    say(console, f"{given.output}\n{table}")
    return 0
