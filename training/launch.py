"""A recipe from its options to the exported network."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import torch

from training import export
from training.data import SHORT_SIDE, Pictures, load
from training.distributed import Processes, joined
from training.loop import train
from training.recipes import RECIPES
from training.recipes.protocol import Config
from training.state import FILE, saved_steps
from training.throughput import measure
from training.validation import Validation, print_figures

log = logging.getLogger(__name__)

# Enough for cuDNN to have chosen its kernels and for the speed to have settled.
_TIMED_STEPS = 30


def train_recipe(name: str, config: Config, into: Path) -> bool:
    """Train `name` in the folder `config.run`, and export what came of it to `into` when its schedule is over.

    Returns whether it is over.

    Raises:
        DataError, EngineError, StateError, TrainingDiverged: as the parts say.
    """
    _, build = RECIPES[name]
    with joined(config.device) as processes:
        device = processes.device
        photos = load(config.content, SHORT_SIDE, 2, config.workers, config.hold, device)
        paintings = None
        if config.needs_paintings:
            paintings = load(config.style, SHORT_SIDE, 2, config.workers, config.hold, device)
        # Before the training, lest a wrong path come to light only after it.
        validation = Validation.load(config, SHORT_SIDE, device) if processes.leads else None
        log.info("%d photos, %d paintings", len(photos), len(paintings or ()))
        if config.within is not None:
            config = dataclasses.replace(config, steps=fitting_steps(name, config, photos, paintings, processes))
        torch.manual_seed(config.seed)
        recipe = build(config, device)
        outcome = train(recipe, config, photos, paintings, processes)
    if validation is None:
        return outcome.finished
    log.info("%.1f images/s, %.1f %% of the time waiting for data", outcome.images_per_second, 100 * outcome.waited)
    if outcome.skipped:
        log.warning("%d steps were skipped, for their loss was not finite", outcome.skipped)
    if not outcome.finished:
        log.info("stopped at step %d of %d; the same command goes on from there", outcome.step, config.steps)
        return False
    outcome = dataclasses.replace(outcome, figures=validation.figures(recipe, outcome.model))
    print_figures(name, outcome.losses, outcome.figures)
    export.export(recipe, config, outcome, photos, paintings, into)
    return True


def fitting_steps(name: str, config: Config, photos: Pictures, paintings: Pictures | None, processes: Processes) -> int:
    """The steps of a schedule that takes `config.within` minutes here; a run that has begun keeps its own.

    Raises:
        StateError: the state of the run that has begun is damaged.
    """
    assert config.within is not None
    if (state := config.run / FILE).exists():
        return saved_steps(state)
    torch.set_num_threads(config.threads)
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(config.seed)
    _, build = RECIPES[name]
    found, _ = measure(build(config, processes.device), config, photos, paintings, processes, _TIMED_STEPS)
    # The same number in all processes, though each has its own clock.
    speed = torch.tensor(found.images_per_second, device=processes.device)
    mean = float(processes.sum(speed)) / processes.count
    steps = max(1, round(config.within * 60 * mean / config.batch_size))
    log.info("%.1f images/s: %d steps take %g minutes", mean, steps, config.within)
    return steps
