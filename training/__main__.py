"""`python -m training COMMAND [--option ...]`: train a network, build the gallery, or measure."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from rich.logging import RichHandler

from engine import checkpoints
from engine.errors import EngineError
from training import evaluate, export, gallery, throughput
from training.data import DataError, load
from training.distributed import joined
from training.journal import CONSOLE
from training.loop import SHORT_SIDE, TrainingDiverged, train
from training.options import add_options, read_options
from training.recipes import RECIPES
from training.state import StateError
from training.validation import Validation, print_figures

log = logging.getLogger(__name__)

_OTHERS = {"evaluate": evaluate, "gallery": gallery, "throughput": throughput}


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
            train_recipe(chosen, options)
        else:
            _OTHERS[chosen].run(options)
    except (DataError, EngineError, StateError, TrainingDiverged) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def train_recipe(name: str, options: dict[str, Any]) -> None:
    """Train `name` as its options say, and export what came of it when its schedule is over."""
    config_type, build = RECIPES[name]
    into = options.pop("export_to")
    config = read_options(config_type, options)
    config = dataclasses.replace(config, run=config.run / name)
    with joined(config.device) as processes:
        device = processes.device
        photos = load(config.content, SHORT_SIDE, 2, config.workers, config.hold, device)
        paintings = load(config.style, SHORT_SIDE, 2, config.workers, config.hold, device) if config.style else None
        # Before the training, lest a wrong path come to light only after it.
        validation = Validation.load(config, SHORT_SIDE, device) if processes.leads else None
        log.info("%d photos, %d paintings", len(photos), len(paintings or ()))
        torch.manual_seed(config.seed)
        recipe = build(config, device)
        outcome = train(recipe, config, photos, paintings, processes)
    if validation is None:
        return
    log.info("%.1f images/s, %.1f %% of the time waiting for data", outcome.images_per_second, 100 * outcome.waited)
    if outcome.skipped:
        log.warning("%d steps were skipped, for their loss was not finite", outcome.skipped)
    if not outcome.finished:
        log.info("stopped at step %d of %d; the same command goes on from there", outcome.step, config.steps)
        return
    outcome = dataclasses.replace(outcome, figures=validation.figures(recipe, outcome.model))
    if outcome.figures:
        print_figures(name, outcome.figures)
    export.export(recipe, config, outcome, photos, paintings, into)


if __name__ == "__main__":
    sys.exit(main())
