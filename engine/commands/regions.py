"""A style for each region of a photo, as `--region MASK=STYLE` says it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from engine import Gallery, Mask, Region, Style, Stylizer
from engine.commands import files, options
from engine.commands.console import CommandError

# What stands for the photo as it is.
PHOTO = "photo"


@dataclass(frozen=True)
class Named:
    """A region as it was written: the mask's file, and a style's words, or "" to leave it as it is."""

    mask: Path
    style: str


def add_options(parser: argparse._ActionsContainer) -> None:
    """`--region` and `--soften`."""
    parser.add_argument(
        "--region",
        type=named,
        action="append",
        default=[],
        dest="regions",
        metavar="MASK.png=STYLE",
        help="a style where the mask is white; MASK.png= leaves it as it is. May be repeated: where masks overlap they "
        "share, the rest is in --style",
    )
    parser.add_argument(
        "--soften", type=float, default=0.0, metavar="PIXELS", help="how far regions run into each other [0]"
    )


def named(said: str) -> Named:
    """`MASK=STYLE`; the mask's file and the style's may themselves have a "=" in their names."""
    for place, letter in enumerate(said):
        mask, style = Path(said[:place]), said[place + 1 :]
        if letter == "=" and mask.is_file():
            return Named(mask, "" if style == PHOTO else style)
    if "=" not in said:
        raise argparse.ArgumentTypeError(f"'{said}': write a mask's file, '=' and a style, as in sky.png=wave")
    raise argparse.ArgumentTypeError(f"the mask '{said.partition('=')[0]}' is no file")


def read(
    given: Sequence[Named], soften: float, rest: Style | None, method: str, styles: Gallery, reader: Stylizer
) -> list[Region]:
    """The masks and their styles; the style of the rest, if there is one, where none of the masks is.

    Raises:
        CommandError: a mask cannot be read, or masks are of different sizes.
        EngineError: a negative `soften`; and as `options.style`.
    """
    regions: list[Region] = []
    for region in given:
        mask = Mask.from_picture(files.read(region.mask)).softened(soften)
        regions.append((mask, options.style(region.style, method, styles, reader) if region.style else None))
    sizes = {tuple(mask.weights.shape): named.mask for (mask, _), named in zip(regions, given, strict=True)}
    if len(sizes) > 1:
        said = ", ".join(f"{file} is {width} x {height}" for (height, width), file in sizes.items())
        raise CommandError(f"masks are of one size, that of the photo: {said}")
    if rest is not None:
        covered = torch.stack([mask.weights for mask, _ in regions]).sum(0)
        regions.append((Mask((1 - covered).clamp(0, 1)), rest))
    return regions


def described(regions: Sequence[Region]) -> list[bytes]:
    """What these regions are, to tell them from others."""
    return [
        part
        for mask, style in regions
        for part in (mask.weights.numpy().tobytes(), b"" if style is None else style.to_bytes())
    ]
