"""`python -m training COMMAND [--option ...]`: train a network, build the gallery, or measure."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.logging import RichHandler

from engine import checkpoints
from engine.errors import EngineError
from training import evaluate, gallery, lease, teacher, throughput
from training.data import DataError
from training.journal import CONSOLE
from training.launch import train_recipe
from training.loop import TrainingDiverged
from training.options import add_options, read_options
from training.recipes import RECIPES
from training.state import StateError

_OTHERS = {
    "evaluate": evaluate,
    "gallery": gallery,
    "lease": lease,
    "teacher": teacher,
    "throughput": throughput,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    # Of several processes the first one reports.
    level = logging.WARNING if int(os.environ.get("RANK", "0")) else logging.INFO
    logging.basicConfig(level=level, format="%(message)s", handlers=[RichHandler(console=CONSOLE, show_path=False)])
    parser = argparse.ArgumentParser("python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (config, _) in RECIPES.items():
        description = (config.__doc__ or "").strip()
        command = commands.add_parser(name, help=description, description=description)
        add_options(command, config)
        command.add_argument(
            "--export-to",
            type=Path,
            default=checkpoints.WEIGHTS,
            help="where the finished network goes [engine/weights]",
        )
    for other in _OTHERS.values():
        other.add_command(commands)
    options = vars(parser.parse_args(arguments))
    chosen = options.pop("command")
    try:
        if chosen in RECIPES:
            into = options.pop("export_to")
            told = read_options(RECIPES[chosen][0], options)
            train_recipe(chosen, dataclasses.replace(told, run=told.run / chosen), into)
        else:
            _OTHERS[chosen].run(options)
    except (DataError, EngineError, StateError, TrainingDiverged) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
