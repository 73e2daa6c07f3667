"""The one training loop, for every recipe and any number of processes."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.precision import Precision
from training.curves import write_curves
from training.data import Pictures
from training.distributed import Processes
from training.feed import Feed
from training.grid import forget_after, mark_of, write_picture, write_progress, write_row
from training.journal import TABLE, Journal, Pace
from training.recipes.protocol import Batch, Config, Recipe
from training.state import FILE, State, StateError
from training.stopping import Stop

log = logging.getLogger(__name__)

_NON_FINITE_IN_A_ROW = 10
_LOG_EVERY = 20
# Steps count from 1: step 0 is what recipes are prepared with, and what samples are made of.
PREPARED = 128
_SHOWN = 6


class TrainingDiverged(Exception):
    """The loss was not finite for ten steps in a row; the last good state is saved."""


@dataclass(frozen=True)
class Outcome:
    """Where a run stopped: the averaged model, its step, the smoothed losses, and whether the schedule is over.

    Attributes:
        figures: what the recipe's validation found.
        images_per_second: photos of this session, over all processes.
        waited: the share of this session's time in which the first process waited for data.
        skipped: steps of the whole run that changed nothing, because the loss was not finite.
        untouched: trained parameters that no step of the run has changed.
    """

    model: nn.Module
    step: int
    losses: dict[str, float]
    finished: bool
    figures: Mapping[str, float] = field(default_factory=dict)
    images_per_second: float = 0.0
    waited: float = 0.0
    skipped: int = 0
    untouched: Sequence[str] = ()


def train(
    recipe: Recipe, config: Config, photos: Pictures, paintings: Pictures | None, processes: Processes | None = None
) -> Outcome:
    """Run `recipe` from its last saved state to the end of its schedule, or until `config.minutes` are over.

    SIGINT and SIGTERM end a run as its minutes do: after the present step, with the state saved.

    Raises:
        ControlError: the batch does not divide into processes and parts.
        StateError: the saved state is not one that this run can go on from, or a state cannot be saved.
        TrainingDiverged: the loss stayed non-finite.
    """
    torch.set_num_threads(config.threads)
    torch.backends.cudnn.benchmark = True  # every step has the same shapes
    processes = processes or Processes(Precision.best(config.device).device)
    feed = Feed(photos, paintings, config, processes.device, *processes.share(config))
    recipe.prepare(feed.batch(0, 0, PREPARED))
    data = photos.digest if paintings is None else f"{photos.digest}+{paintings.digest}"
    state = State.new(recipe.model, config, processes.device)
    state.resume(config.run / FILE, recipe.name, config, data)
    if not processes.agree(state.step):
        raise StateError(
            f"the processes see different states in {config.run}: --run is a folder that all of them share"
        )

    update = Update(recipe, state, config, processes)
    keepsakes = Keepsakes(recipe, state, config, data, feed.batch(0, 0, _SHOWN)) if processes.leads else None
    batches = feed.batches(range(state.step + 1, config.steps + 1))
    skipped_in_a_row = 0
    with (
        Stop(config.minutes if processes.leads else None, patient=processes.count > 1) as stop,
        Journal(config.run, recipe.name, state.step, config.steps, silent=not processes.leads) as journal,
        closing(batches),
    ):
        pace = Pace(feed)
        for batch in batches:
            report = update(batch, stop.asked)
            pace.step(config.batch_size)
            skipped_in_a_row = skipped_in_a_row + 1 if report.skipped else 0
            if skipped_in_a_row == _NON_FINITE_IN_A_ROW:
                if keepsakes:
                    keepsakes.save()
                processes.wait()
                raise TrainingDiverged(
                    f"{recipe.name}: the loss was not finite for {skipped_in_a_row} steps up to step {state.step}; "
                    f"resume from {config.run} with a smaller --learning-rate"
                )
            journal.advance(state.step)
            if state.step % _LOG_EVERY == 0 or state.step == config.steps:
                journal.write(state.step, state.losses, _figures(state, config, report, pace))
            if keepsakes and keepsakes.due():
                keepsakes.keep(journal)
                pace.go_on()
            if report.stop:
                break
    if keepsakes:
        keepsakes.finish()
    speed, waited = pace.overall()
    return Outcome(
        state.averaged,
        state.step,
        state.losses,
        finished=state.step >= config.steps,
        images_per_second=speed,
        waited=waited,
        skipped=state.skipped,
        untouched=state.untouched(),
    )


def _figures(state: State, config: Config, report: Report, pace: Pace) -> dict[str, float]:
    speed, waited = pace.lately()
    return {
        "learning_rate": state.rate(config),
        "gradient": report.gradient,
        "images_per_second": speed,
        "waited": waited,
        "seconds": state.seconds,
    }


@dataclass(frozen=True)
class Report:
    """What came of a step, the same in all processes.

    Attributes:
        gradient: the gradient's norm before clipping.
        skipped: loss or gradient were not finite, and nothing was changed.
        stop: one of the processes was asked to stop.
    """

    gradient: float
    skipped: bool
    stop: bool


class Losses(nn.Module):
    """A recipe's losses as a module's `forward`, where DDP and torch.compile take hold."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.model = recipe.model
        self._losses = recipe.losses

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The losses of `batch` by name."""
        return self._losses(batch)


class Update:
    """One optimiser step: half precision, parts, processes, clipping, moving average."""

    def __init__(self, recipe: Recipe, state: State, config: Config, processes: Processes) -> None:
        self._name, self._state, self._config, self._processes = recipe.name, state, config, processes
        losses = Losses(recipe)
        if config.compile:
            losses.compile()
        self._losses = processes.parallel(losses)

    def __call__(self, batch: Batch, stop: Callable[[], bool] = lambda: False) -> Report:
        """Advance the state by this process's share of a step; `stop` reaches the other processes with it."""
        state, config = self._state, self._config
        for group in state.optimiser.param_groups:
            group["lr"] = state.rate(config) * group["rate"]
        losses = self._backward(batch)
        state.scaler.unscale_(state.optimiser)
        norm = nn.utils.clip_grad_norm_(state.trained, config.clip)
        # One exchange with the device, and between processes, for all that a step reports.
        told = torch.stack([*losses.values(), norm.detach().float(), torch.tensor(float(stop()), device=norm.device)])
        *values, gradient, stops = (self._processes.sum(told) / self._processes.count).tolist()
        found = dict(zip(losses, values, strict=True))
        finite = all(map(math.isfinite, values))
        skipped = False
        if finite and math.isfinite(gradient):
            state.scaler.step(state.optimiser)
            state.scaler.update()
            state.average(config.average)
            state.smooth(found)
        elif finite and state.scaler.is_enabled() and state.scaler.get_scale() > 1:
            # The loss was scaled too far for float16, which its scale's growth provokes from time to time.
            state.scaler.update()
            state.overflowed += 1
        else:
            if state.scaler.is_enabled():
                state.scaler.update(state.scaler.get_scale())
            state.skipped += 1
            skipped = True
        state.step += 1
        if skipped and self._processes.leads:
            log.warning("step %d: the loss or its gradient is not finite; the step is skipped", state.step)
        return Report(gradient, skipped, stops > 0)

    def _backward(self, batch: Batch) -> dict[str, Tensor]:
        state, parts = self._state, self._config.accumulate
        state.optimiser.zero_grad(set_to_none=True)
        mean: dict[str, Tensor] = {}
        for index in range(parts - 1):
            with self._processes.apart(self._losses):
                self._part(batch.part(index, parts), mean)
        self._part(batch.part(parts - 1, parts), mean)
        return mean

    def _part(self, batch: Batch, mean: dict[str, Tensor]) -> None:
        half, parts = self._state.half, self._config.accumulate
        with torch.autocast(self._state.device.type, half or torch.bfloat16, enabled=half is not None):
            losses = self._losses(batch)
        self._state.scaler.scale(losses["total"] / parts).backward()
        for name, loss in losses.items():
            value = loss.detach().float() / parts
            mean[name] = mean[name] + value if name in mean else value


class Keepsakes:
    """What a run leaves in its folder, less the journal: state, sample sheets, results as they progress, curves."""

    def __init__(self, recipe: Recipe, state: State, config: Config, data: str, shown: Batch) -> None:
        self._recipe, self._state, self._config, self._data, self._shown = recipe, state, config, data, shown
        self._run: Path = config.run
        self._run.mkdir(parents=True, exist_ok=True)
        forget_after(self._run, state.step)

    def due(self) -> bool:
        """Whether there is something to keep at the present step."""
        return self._saves() or self._mark() is not None

    def keep(self, journal: Journal) -> None:
        """Keep what is due."""
        step = self._state.step
        if (mark := self._mark()) is not None:
            with torch.no_grad():
                write_row(self._run, mark, self._recipe.results(self._state.averaged, self._shown), step)
        if self._saves():
            self.save()
            sheet = self._sheet()
            write_picture(self._run / f"samples-{step:07d}.png", sheet, step)
            journal.picture("samples", step, sheet)

    def save(self) -> None:
        """Save the state."""
        self._state.save(self._run / FILE, self._recipe.name, self._config, self._data)

    def finish(self) -> None:
        """Leave the last state and samples, the grid of progress and the curves."""
        self.save()
        write_picture(self._run / "samples-last.png", self._sheet(), self._state.step)
        write_progress(self._run, self._shown)
        write_curves(self._run / TABLE, self._run / "losses.png")

    def _saves(self) -> bool:
        return self._state.step % self._config.save_every == 0

    def _mark(self) -> int | None:
        return mark_of(self._state.step, self._config.steps)

    def _sheet(self) -> Tensor:
        with torch.no_grad():
            return self._recipe.samples(self._state.averaged, self._shown)
