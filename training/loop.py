"""The one training loop: mixed precision, schedule, averaging of weights, saving, resuming, samples."""

from __future__ import annotations

import copy
import csv
import json
import logging
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from PIL import Image
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.precision import Precision
from training.data import Crops, Pictures
from training.recipes.protocol import Batch, Config, Recipe

log = logging.getLogger(__name__)

_NON_FINITE_IN_A_ROW = 10
_LOG_EVERY = 20


class TrainingDiverged(Exception):
    """The loss was not finite for ten steps in a row; the last good state is saved."""


@dataclass(frozen=True)
class Outcome:
    """Where a run stopped: the averaged model, its step, the smoothed losses, and whether the schedule is over."""

    model: nn.Module
    step: int
    losses: dict[str, float]
    finished: bool


def train(recipe: Recipe, config: Config, photos: Pictures, paintings: Pictures | None) -> Outcome:
    """Run `recipe` from its last saved state to the end of its schedule, or until `config.minutes` are over.

    Raises:
        TrainingDiverged: the loss stayed non-finite.
    """
    torch.set_num_threads(config.threads)
    device = choose_device(config.device)
    config.run.mkdir(parents=True, exist_ok=True)
    crops = [Crops(photos, config.crop, config.zoom, config.seed, 0)]
    if paintings is not None:
        crops.append(Crops(paintings, config.crop, config.zoom, config.seed, 1))

    def batch(step: int, count: int) -> Batch:
        moved = [_to_float(c.batch(step, count), device) for c in crops]
        return Batch(step, moved[0], moved[1] if len(moved) > 1 else None)

    torch.manual_seed(config.seed)
    recipe.prepare(batch(0, 32).photos)
    state = State.new(recipe.model, config, device)
    state.resume(config.run / "state.safetensors")
    sample_batch = batch(config.steps + 1, 6)

    started = time.monotonic()
    non_finite = 0
    with _progress(recipe.name, state.step, config.steps) as advance, CsvLog(config.run / "losses.csv") as table:
        for step in range(state.step, config.steps):
            if config.minutes is not None and time.monotonic() - started > config.minutes * 60:
                break
            losses = state.update(recipe, batch(step + 1, config.batch_size), config)
            if losses is None:
                non_finite += 1
                log.warning("step %d: the loss is not finite; the step is skipped", step)
                if non_finite == _NON_FINITE_IN_A_ROW:
                    state.save(config.run / "state.safetensors", config)
                    raise TrainingDiverged(
                        f"{recipe.name}: the loss was not finite for {non_finite} steps up to step {step}; resume "
                        f"from {config.run} with a smaller --learning-rate"
                    )
            else:
                non_finite = 0
                state.smooth(losses)
            state.step = step + 1
            elapsed = state.seconds + time.monotonic() - state.began
            if state.step % _LOG_EVERY == 0 or state.step == config.steps:
                table.write(state.step, state.losses, state.rate(config), elapsed)
                advance(state.step, state.losses, config.batch_size)
            if state.step % config.save_every == 0:
                state.save(config.run / "state.safetensors", config)
                write_picture(config.run / f"samples-{state.step:07d}.png", _samples(recipe, state, sample_batch))
    state.save(config.run / "state.safetensors", config)
    write_picture(config.run / "samples-last.png", _samples(recipe, state, sample_batch))
    return Outcome(state.averaged, state.step, state.losses, state.step >= config.steps)


def choose_device(name: str) -> torch.device:
    """The device that `--device` names; "auto" takes CUDA where there is one.

    Raises:
        DeviceUnavailable: there is no such device.
    """
    return Precision.best(name).device


@dataclass
class State:
    """All that changes during a run, and what resuming restores."""

    model: nn.Module
    averaged: nn.Module
    optimiser: torch.optim.Optimizer
    device: torch.device
    step: int = 0
    losses: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    began: float = 0.0

    @classmethod
    def new(cls, model: nn.Module, config: Config, device: torch.device) -> State:
        """A state at step 0; `model` is moved to the device, channels last."""
        model.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        trained = [p for p in model.parameters() if p.requires_grad]
        fused = device.type in ("cpu", "cuda")
        optimiser = torch.optim.Adam(trained, lr=config.learning_rate, betas=(0.9, 0.99), fused=fused)
        averaged = copy.deepcopy(model).eval().requires_grad_(False)
        return cls(model, averaged, optimiser, device, began=time.monotonic())

    def rate(self, config: Config) -> float:
        """The learning rate of the present step: linear warm-up, then half a cosine down to zero."""
        if self.step < config.warm_up:
            return config.learning_rate * (self.step + 1) / config.warm_up
        progress = (self.step - config.warm_up) / max(1, config.steps - config.warm_up)
        return config.learning_rate * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))

    def update(self, recipe: Recipe, batch: Batch, config: Config) -> dict[str, float] | None:
        """One optimiser step; the losses, or None where they were not finite and nothing was changed."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(config)
        self.optimiser.zero_grad(set_to_none=True)
        bf16 = self.device.type == "cpu" or torch.cuda.is_bf16_supported()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bf16):
            losses = recipe.losses(batch)
        losses["total"].backward()  # type: ignore[no-untyped-call]
        trained = [p for p in self.model.parameters() if p.requires_grad]
        norm = nn.utils.clip_grad_norm_(trained, config.clip)
        if not (torch.isfinite(losses["total"]) and torch.isfinite(norm)):
            return None
        self.optimiser.step()
        # Young averages forget faster, else the first steps' weights would linger.
        decay = min(config.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.parameters()), list(self.model.parameters()), 1 - decay)
            for mine, theirs in zip(self.averaged.buffers(), self.model.buffers(), strict=True):
                mine.copy_(theirs)
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def smooth(self, losses: dict[str, float]) -> None:
        """Average a step's losses into those of about the last fifty."""
        for name, value in losses.items():
            self.losses[name] = value if name not in self.losses else 0.98 * self.losses[name] + 0.02 * value

    def save(self, file: Path, config: Config) -> None:
        """Write the state so that a crash at any moment leaves the old or the new one whole."""
        tensors = {f"model.{k}": v for k, v in self.model.state_dict().items()}
        tensors |= {f"averaged.{k}": v for k, v in self.averaged.state_dict().items()}
        for index, values in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{k}": torch.as_tensor(v) for k, v in values.items()}
        seconds = self.seconds + time.monotonic() - self.began
        metadata = {
            "step": str(self.step),
            "losses": json.dumps(self.losses),
            "seconds": f"{seconds:.1f}",
            "config": json.dumps(asdict(config), default=str, sort_keys=True),
        }
        partial = file.with_suffix(".partial")
        save_file({k: v.contiguous().cpu() for k, v in tensors.items()}, partial, metadata)
        partial.replace(file)

    def resume(self, file: Path) -> None:
        """Take up the state in `file`, if there is one."""
        if not file.exists():
            return
        tensors = load_file(file)
        self.model.load_state_dict(_under(tensors, "model"))
        self.averaged.load_state_dict(_under(tensors, "averaged"))
        values: dict[int, dict[str, Tensor]] = {}
        for key, tensor in _under(tensors, "optimiser").items():
            index, name = key.split(".")
            values.setdefault(int(index), {})[name] = tensor
        optimiser = self.optimiser.state_dict()
        self.optimiser.load_state_dict({"state": values, "param_groups": optimiser["param_groups"]})
        with safe_open(file, "pt") as saved:
            metadata = saved.metadata()
        self.step, self.seconds = int(metadata["step"]), float(metadata["seconds"])
        self.losses = json.loads(metadata["losses"])
        log.info("resumed at step %d", self.step)


def write_picture(file: Path, image: Tensor) -> None:
    """Write an image `(3, H, W)` in [0, 1] as PNG."""
    pixels = image.detach().float().clamp(0, 1).mul(255).round().to(torch.uint8)
    Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy()).save(file)


class CsvLog:
    """The losses as a table, one row every few steps, appended to across resumes."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("a", newline="")

    def __enter__(self) -> CsvLog:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, step: int, losses: dict[str, float], rate: float, seconds: float) -> None:
        """Append the row of `step`; the first row of a file is its header."""
        rows = csv.writer(self._stream)
        if self._stream.tell() == 0:
            rows.writerow(["step", *losses, "learning_rate", "seconds"])
        rows.writerow([step, *(f"{v:.5g}" for v in losses.values()), f"{rate:.3g}", f"{seconds:.1f}"])
        self._stream.flush()


class _progress:  # noqa: N801 - reads as the function it stands in for
    """A progress bar with images/s and the losses."""

    def __init__(self, name: str, first: int, steps: int) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, TextColumn("{task.fields[losses]}"), refresh_per_second=2)
        self._task = self._bar.add_task(name, total=steps, completed=first, losses="")
        self._last = (first, time.monotonic())

    def __enter__(self) -> Callable[[int, dict[str, float], int], None]:
        self._bar.start()
        return self._advance

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _advance(self, step: int, losses: dict[str, float], batch_size: int) -> None:
        now = time.monotonic()
        speed = (step - self._last[0]) * batch_size / max(1e-9, now - self._last[1])
        self._last = (step, now)
        shown = "  ".join(f"{name} {value:.4g}" for name, value in losses.items())
        self._bar.update(self._task, completed=step, losses=f"{speed:.1f} images/s  {shown}")


def _samples(recipe: Recipe, state: State, batch: Batch) -> Tensor:
    with torch.no_grad():
        return recipe.samples(state.averaged, batch)


def _to_float(crops: Tensor, device: torch.device) -> Tensor:
    moved = crops.to(device, non_blocking=True)
    return moved.float().div_(255).contiguous(memory_format=torch.channels_last)


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(f"{prefix}."): v for k, v in tensors.items() if k.startswith(f"{prefix}.")}
