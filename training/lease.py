"""Every network, one after the other, in the time that a GPU is lent for.

A stage's schedule is fitted to its share of `--minutes` by the speed of its first steps. The command may be stopped at
any time, or stop itself after `--minutes-now`, and goes on where it was when it is given again; what is finished has
been exported by then.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.launch import train_recipe
from training.options import add_options, read_options
from training.recipes import RECIPES
from training.recipes.protocol import Config

log = logging.getLogger(__name__)

_OPTIONS = (
    *("content", "style", "validation_content", "validation_style", "run"),
    *("amp", "compile", "device", "threads", "hold", "workers", "save_every"),
)
_DONE = "exported"


@dataclass(frozen=True)
class Stage:
    """One recipe of a lease, its share of the time, and the options in which it differs from its defaults."""

    name: str
    recipe: str
    share: float
    options: Mapping[str, Any] = field(default_factory=dict)
    begins_with_exports: bool = False


# Crops of 192 and 256 pixels are cut from pictures with a short side of 320.
STAGES = (
    Stage("encoder", "encoder", 9, {"batch_size": 32, "crop": 192, "zoom": 1.7}),
    Stage("adain", "adain", 8, {"batch_size": 16, "crop": 256, "zoom": 1.25}),
    Stage("wct", "wct", 5, {"batch_size": 16, "crop": 192, "zoom": 1.7}),
    Stage("vae-deterministic", "vae", 1, {"stage": "deterministic", "batch_size": 16, "crop": 256, "zoom": 1.25}, True),
    Stage("vae", "vae", 2, {"batch_size": 16, "crop": 256, "zoom": 1.25, "learning_rate": 5e-4}, True),
)


def add_command(commands: Any) -> None:
    """Declare `lease` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "lease", help="train every network in a given time", description=__doc__
    )
    add_options(parser, Config, only=_OPTIONS)
    parser.add_argument("--minutes", type=float, required=True, help="of all stages together")
    parser.add_argument("--minutes-now", type=float, help="stop after so long, to be called again")
    parser.add_argument("--stages", nargs="+", choices=[stage.name for stage in STAGES], help="only these [all]")
    parser.add_argument("--export-to", type=Path, required=True, help="folder of the new family of weights")


def run(options: dict[str, Any]) -> None:
    """Train the stages that are not finished yet, in order.

    Raises:
        DataError, EngineError, StateError, TrainingDiverged: as the recipes'.
    """
    minutes, now, into = (options.pop(name) for name in ("minutes", "minutes_now", "export_to"))
    chosen = options.pop("stages")
    stages = [stage for stage in STAGES if chosen is None or stage.name in chosen]
    whole = sum(stage.share for stage in stages)
    until = None if now is None else time.monotonic() + 60 * now
    for stage in stages:
        folder = options["run"] / stage.name
        if (folder / _DONE).exists():
            continue
        left = None if until is None else (until - time.monotonic()) / 60
        if left is not None and left <= 0:
            log.info("%s is next; the same command goes on with it", stage.name)
            return
        given = {**options, **stage.options, "weights": into, "run": folder}
        given |= {"within": minutes * stage.share / whole, "minutes": left}
        if stage.begins_with_exports:
            given["start_from"] = into
        config = read_options(RECIPES[stage.recipe][0], given)
        log.info("%s: %.1f minutes", stage.name, minutes * stage.share / whole)
        if not train_recipe(stage.recipe, config, into):
            return
        (folder / _DONE).touch()
    log.info("all stages are finished: %s", into)
