"""The options that several commands share, and what they stand for: a gallery, styles, controls, a stylizer."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args

import torch

from engine import Controls, Gallery, KeepColours, Style, StyleError, Stylizer, TooSmall
from engine.checkpoints import WEIGHTS
from engine.commands import files
from engine.commands.console import CommandError
from engine.gallery import DEFAULT
from engine.methods import METHODS

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

Number = TypeVar("Number", int, float)


def numbers(kind: Callable[[str], Number]) -> Callable[[str], tuple[Number, ...]]:
    """An argument's type: several numbers with commas between them."""

    def several(said: str) -> tuple[Number, ...]:
        return tuple(kind(part) for part in said.split(","))

    # What argparse calls the value when it is not one.
    several.__name__ = f"list of {kind.__name__}"
    return several


_CONTROLS: Mapping[str, Mapping[str, Any]] = {
    "strength": {
        "type": numbers(float),
        "default": (1.0,),
        "metavar": "S[,S]",
        "help": "0 is the photo, 1 the full style [1]; several are one for each of --levels",
    },
    "levels": {"type": numbers(int), "metavar": "L[,L]", "help": "of wct, from 1, texture, to 5, shapes [1,2,3,4]"},
    "stroke-size": {
        "type": float,
        "default": 1.0,
        "metavar": "X",
        "help": "relative to the frame, from 0.25, fine and slow, to 2, broad [1]",
    },
    "iterations": {"type": int, "metavar": "N", "help": "of a method that paints step by step [its own]"},
    "seed": {"type": int, "default": 0, "metavar": "N", "help": "the same seed gives the same result [0]"},
    "keep-colours": {"choices": get_args(KeepColours), "default": "no", "help": "keep the photo's colours [no]"},
    "longest-side": {"type": int, "metavar": "PIXELS", "help": "of the result [the photo's]"},
}


def add_command(subparsers: Subparsers, usage: str, summary: str, description: str) -> argparse.ArgumentParser:
    """Declare a command, of `usage` such as "compare PHOTO" or "styles list"; its description keeps its lines."""
    named = [word for word in usage.split() if word.isalpha() and word.islower()]
    parser: argparse.ArgumentParser = subparsers.add_parser(
        named[-1],
        usage=f"python -m engine {usage} [options]",
        help=summary,
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return parser


def add_gallery(parser: argparse._ActionsContainer) -> None:
    """`--styles`: styles of one's own beside the shipped ones."""
    parser.add_argument(
        "--styles", type=Path, metavar="FOLDER", help="join the styles that `styles add` put into this folder"
    )


def add_method(parser: argparse._ActionsContainer, methods: Iterable[str] = METHODS, default: str = DEFAULT) -> None:
    """`--method`: how to paint."""
    parser.add_argument("--method", choices=list(methods), default=default, help=f"how to paint [{default}]")


def add_controls(parser: argparse._ActionsContainer, *names: str) -> None:
    """The controls of these names, all of them if none is named."""
    for name in names or _CONTROLS:
        parser.add_argument(f"--{name}", **_CONTROLS[name])


def add_machine(parser: argparse.ArgumentParser) -> None:
    """`--device`, `--threads`, `--weights`: where the work is done, and with what."""
    group = parser.add_argument_group("machine")
    group.add_argument("--device", default="auto", metavar="D", help="auto, cpu or cuda [auto]")
    group.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="N", help="CPU threads [all]")
    group.add_argument("--weights", type=Path, default=WEIGHTS, metavar="FOLDER", help="checkpoints [the shipped]")


def gallery(options: argparse.Namespace) -> Gallery:
    """The shipped gallery, and the styles of `--styles`; of two of one name, a person's own counts.

    Raises:
        StyleError: there is none, or it is damaged.
    """
    shipped = Gallery.load()
    return shipped if options.styles is None else shipped.joined(Gallery.load(options.styles))


def controls(options: argparse.Namespace, **given: Any) -> Controls:
    """The controls that a command has; `given` ones count before those of the command line.

    Raises:
        ControlError: one is out of its range.
    """
    said = {name.replace("-", "_"): getattr(options, name.replace("-", "_"), None) for name in _CONTROLS}
    strengths = said.pop("strength")
    if isinstance(strengths, tuple):
        several = len(strengths) > 1
        said |= {"level_strengths": strengths} if several else {"strength": strengths[0]}
    return Controls(**({name: value for name, value in said.items() if value is not None} | given))


def stylizer(options: argparse.Namespace) -> Stylizer:
    """A stylizer on the device and with the weights that are asked for.

    Raises:
        CommandError: no thread at all.
        DeviceUnavailable: as `Stylizer`.
    """
    if options.threads < 1:
        raise CommandError(f"--threads is at least 1, got {options.threads}")
    torch.set_num_threads(options.threads)
    return Stylizer(options.device, options.weights)


def style(wanted: str | None, method: str, styles: Gallery, reader: Stylizer) -> Style:
    """The style, or the mixture, that a person wrote: a name, a picture's file, or `wave:0.6,iris:0.4`.

    Raises:
        CommandError: none is named, a weight is no number, or a painting cannot be read.
        StyleError: there is no such style, or it cannot be mixed so.
    """
    if wanted is None:
        raise CommandError(f"name a style: --style NAME or an image; the gallery has {names(styles)}")
    if _is_one(wanted, styles):
        return _one(wanted, method, styles, reader)
    parts = [_weighted(part, styles) for part in wanted.split(",")]
    mixed = [(_one(name, method, styles, reader), weight) for name, weight in parts]
    return mixed[0][0] if len(mixed) == 1 else Style.mix(mixed)


def paintings(wanted: str, styles: Gallery) -> list[Path]:
    """The files of paintings among what a person wrote as a style."""
    parts = [wanted] if _is_one(wanted, styles) else [_weighted(part, styles)[0] for part in wanted.split(",")]
    return [Path(part) for part in parts if part not in styles and Path(part).is_file()]


def measured(wanted: str, styles: Gallery) -> set[str] | None:
    """The methods that a person's style has statistics for; None where any method can measure its paintings."""
    parts = [wanted] if _is_one(wanted, styles) else [_weighted(part, styles)[0] for part in wanted.split(",")]
    each = [set(styles.methods(part)) for part in parts if part in styles]
    return set.intersection(*each) if each else None


def names(styles: Gallery) -> str:
    """The gallery's names in one line."""
    return ", ".join(entry.name for entry in styles)


def strengths(given: Sequence[float]) -> list[float]:
    """Strengths, in their order and each once.

    Raises:
        ControlError: one is not from 0 to 1.
    """
    return [Controls(strength=strength).strength for strength in dict.fromkeys(given)]


def _is_one(wanted: str, styles: Gallery) -> bool:
    return wanted in styles or Path(wanted).is_file()


def _weighted(part: str, styles: Gallery) -> tuple[str, float]:
    """A name and its weight, as in "wave:0.6"; a file's name may have a colon too."""
    name, colon, weight = part.rpartition(":")
    if not colon or _is_one(part, styles):
        return part, 1.0
    try:
        return name, float(weight)
    except ValueError:
        raise CommandError(f"'{part}': a weight is a number, as in wave:0.6,iris:0.4") from None


def _one(wanted: str, method: str, styles: Gallery, reader: Stylizer) -> Style:
    if wanted in styles:
        return styles.style(wanted, method)
    file = Path(wanted)
    if file.is_file():
        painting = files.read(file)
        try:
            return reader.style(painting, method, file.stem)
        except TooSmall as error:
            raise CommandError(f"{file}: {error}") from error
    near = styles.nearest(wanted)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `python -m engine styles list` shows them"
    raise StyleError(f"'{wanted}' is neither a style of the gallery nor a file{hint}")
