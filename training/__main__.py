"""`python -m training RECIPE [--option ...]`: train a network, build the gallery, or measure."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import sys
import types
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.logging import RichHandler

from engine import checkpoints
from engine.errors import EngineError
from training import evaluate, export, gallery
from training.data import DataError, load
from training.loop import TrainingDiverged, choose_device, train
from training.recipes.adain import AdaIN, AdaINConfig
from training.recipes.encoder import Encoder, EncoderConfig
from training.recipes.protocol import Config, Recipe

RECIPES: dict[str, tuple[type[Config], Callable[..., Recipe]]] = {
    "encoder": (EncoderConfig, Encoder),
    "adain": (AdaINConfig, AdaIN),
}
SHORT_SIDE = 512


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=Console(stderr=True))])
    parser = argparse.ArgumentParser("python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (config, _) in RECIPES.items():
        description = (config.__doc__ or "").strip()
        add_options(commands.add_parser(name, help=description, description=description), config)
    evaluate.add_command(commands)
    gallery.add_command(commands)
    options = vars(parser.parse_args(arguments))
    command = options.pop("command")
    try:
        if command in RECIPES:
            run_recipe(command, options)
        else:
            {"evaluate": evaluate.run, "gallery": gallery.run}[command](options)
    except (DataError, EngineError, TrainingDiverged) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_recipe(name: str, options: dict[str, Any]) -> None:
    """Train `name` as its options say, and export what came of it when its schedule is over."""
    config_type, build = RECIPES[name]
    into = options.pop("export_to")
    config = config_type(**options)
    config = dataclasses.replace(config, run=config.run / name)
    photos = load(config.content, SHORT_SIDE, at_least=2)
    paintings = load(config.style, SHORT_SIDE, at_least=2)
    logging.info("%d photos, %d paintings", len(photos), len(paintings))
    torch.manual_seed(config.seed)
    recipe = build(config, choose_device(config.device))
    outcome = train(recipe, config, photos, paintings)
    if not outcome.finished:
        logging.info("stopped at step %d of %d; the same command goes on from there", outcome.step, config.steps)
        return
    export.export(recipe, config, outcome, photos, paintings, into)


def add_options(parser: argparse.ArgumentParser, config: type[Config]) -> None:
    """One option for each field of a config: its name, type, default and help."""
    hints = typing.get_type_hints(config)
    for field in dataclasses.fields(config):
        kind, several = _option_type(hints[field.name])
        shown = "" if field.default in (None, ()) else f" [{field.default}]"
        parser.add_argument(
            f"--{field.name.replace('_', '-')}",
            type=kind,
            nargs="+" if several else None,
            default=field.default,
            required=field.name in ("content", "style"),
            help=f"{field.metadata.get('help', '')}{shown}",
        )
    parser.add_argument(
        "--export-to",
        type=Path,
        default=checkpoints.WEIGHTS,
        help="where the finished network goes [engine/weights]",
    )


def _option_type(hint: Any) -> tuple[Callable[[str], Any], bool]:
    if typing.get_origin(hint) is tuple:
        return typing.get_args(hint)[0], True
    if isinstance(hint, types.UnionType):
        return next(kind for kind in typing.get_args(hint) if kind is not types.NoneType), False
    return hint, False


if __name__ == "__main__":
    sys.exit(main())
