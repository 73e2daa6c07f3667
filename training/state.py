"""All that changes during a run: saved as one file, and resumed bit for bit."""

from __future__ import annotations

import copy
import json
import logging
import math
import os
import time
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.precision import Precision
from training.recipes.protocol import Amp, Config

log = logging.getLogger(__name__)

FILE = "state.safetensors"
_KEY = "run"

# What a resumed run may be told anew, beside paths. The rest says what the run is.
_MAY_CHANGE = frozenset(
    [
        *("steps", "minutes", "within", "learning_rate", "warm_up", "clip", "average", "save_every"),
        *("accumulate", "amp", "compile", "device", "threads", "hold", "workers"),
    ]
)


def saved_steps(file: Path) -> int:
    """The length of the schedule of the run whose state `file` is.

    Raises:
        StateError: it is damaged.
    """
    try:
        with safe_open(file, "pt") as saved:
            return int(json.loads((saved.metadata() or {})[_KEY])["config"]["steps"])
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise StateError(f"{file} is damaged, or of another version ({error!r}): remove it to begin anew") from error


class StateError(Exception):
    """A state that cannot be written, or cannot be resumed from; the message says what to do."""


def half_precision(amp: Amp, device: torch.device) -> torch.dtype | None:
    """The dtype that `--amp` means on `device`; None is float32 throughout.

    "auto" is bf16 where that is native; else float16 on CUDA, and float32 on a CPU, where half precision is slower.
    """
    if amp == "auto":
        native = Precision.best(str(device)).dtype == torch.bfloat16
        amp = "bf16" if native else "fp16" if device.type == "cuda" else "off"
    return {"bf16": torch.bfloat16, "fp16": torch.float16, "off": None}[amp]


@dataclass
class State:
    """Weights, their moving average, optimiser and scale of the loss; how far the run is, and what it has seen.

    Attributes:
        losses: by name, each averaged over about the last fifty steps.
        skipped: steps that changed nothing because the loss or its gradient was not finite.
        overflowed: steps that changed nothing because the scaled gradient left float16; the scale was then halved.
        still: trained parameters, by name, as this session found them, of those that no session has changed before.
    """

    model: nn.Module
    averaged: nn.Module
    optimiser: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    half: torch.dtype | None
    device: torch.device
    step: int = 0
    losses: dict[str, float] = field(default_factory=dict)
    skipped: int = 0
    overflowed: int = 0
    before: float = 0.0
    began: float = field(default_factory=time.monotonic)
    still: dict[str, Tensor] = field(default_factory=dict)

    @classmethod
    def new(cls, model: nn.Module, config: Config, device: torch.device) -> State:
        """A state at step 0; `model` is moved to the device, channels last."""
        model.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        optimiser = torch.optim.Adam(_by_rate(model), lr=config.learning_rate, betas=(0.9, 0.99), fused=True)
        half = half_precision(config.amp, device)
        # bf16 has the range of float32, so that only float16 needs its loss scaled.
        scaler = torch.amp.GradScaler(device.type, enabled=half == torch.float16)
        averaged = copy.deepcopy(model).eval().requires_grad_(False)
        still = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
        return cls(model, averaged, optimiser, scaler, half, device, still=still)

    @property
    def trained(self) -> list[nn.Parameter]:
        """The parameters that the optimiser changes."""
        return [p for p in self.model.parameters() if p.requires_grad]

    def untouched(self) -> list[str]:
        """The trained parameters that are, bit by bit, what they were before the first step."""
        now = dict(self.model.named_parameters())
        return [name for name, before in self.still.items() if torch.equal(before, now[name])]

    @property
    def seconds(self) -> float:
        """How long the run has taken, over all its sessions."""
        return self.before + time.monotonic() - self.began

    def rate(self, config: Config) -> float:
        """The learning rate of the present step: linear warm-up, then half a cosine down to zero."""
        if self.step < config.warm_up:
            return config.learning_rate * (self.step + 1) / config.warm_up
        progress = (self.step - config.warm_up) / max(1, config.steps - config.warm_up)
        return config.learning_rate * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))

    def average(self, decay: float) -> None:
        """Move the averaged weights towards the present ones."""
        # Young averages forget faster, else the first steps' weights would linger.
        decay = min(decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.averaged.parameters()), list(self.model.parameters()), 1 - decay)
            for mine, theirs in zip(self.averaged.buffers(), self.model.buffers(), strict=True):
                mine.copy_(theirs)

    def smooth(self, losses: dict[str, float]) -> None:
        """Average a step's losses into those of about the last fifty."""
        for name, value in losses.items():
            self.losses[name] = value if name not in self.losses else 0.98 * self.losses[name] + 0.02 * value

    def save(self, file: Path, recipe: str, config: Config, data: str) -> None:
        """Write the state so that a crash at any moment leaves the old or the new one whole.

        Raises:
            StateError: it cannot be written.
        """
        tensors = {f"model.{k}": v for k, v in self.model.state_dict().items()}
        tensors |= {f"averaged.{k}": v for k, v in self.averaged.state_dict().items()}
        for index, values in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{k}": torch.as_tensor(v) for k, v in values.items()}
        run = {
            "recipe": recipe,
            "config": _plain(config),
            "data": data,
            "step": self.step,
            "losses": self.losses,
            "skipped": self.skipped,
            "overflowed": self.overflowed,
            "seconds": round(self.seconds, 1),
            "scaler": self.scaler.state_dict(),
            "untouched": self.untouched(),
        }
        partial = file.with_suffix(".partial")
        try:
            save_file({k: v.cpu().contiguous() for k, v in tensors.items()}, partial, {_KEY: json.dumps(run)})
            _sync(partial)
            partial.replace(file)
            _sync(file.parent)
        except (OSError, SafetensorError) as error:
            partial.unlink(missing_ok=True)
            kept = "the one before it is whole" if file.exists() else "there is none yet"
            raise StateError(f"{file}: the state cannot be written ({error}); {kept}, make room and resume") from error

    def resume(self, file: Path, recipe: str, config: Config, data: str) -> None:
        """Take up the state in `file`, if there is one, and report the options that have changed since.

        Raises:
            StateError: it is damaged, of another network, or of a run that other options made another.
        """
        if not file.exists():
            return
        try:
            with safe_open(file, "pt") as saved:
                run: dict[str, Any] = json.loads((saved.metadata() or {})[_KEY])
                tensors = {key: saved.get_tensor(key) for key in saved.keys()}  # noqa: SIM118 - it is no mapping
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise StateError(
                f"{file} is damaged, or of another version ({error!r}): restore it from a copy, or remove it to begin "
                "anew"
            ) from error
        self._compare(file, run, recipe, config, data)
        try:
            self._take(tensors, run)
        except (KeyError, RuntimeError, TypeError, ValueError) as error:
            reason = " ".join(str(error).split())[:400]
            raise StateError(
                f"{file} is of a network of another shape ({reason}): give the options it was trained with, or begin "
                "anew with another --run"
            ) from error
        log.info("resumed at step %d", self.step)

    def _compare(self, file: Path, run: dict[str, Any], recipe: str, config: Config, data: str) -> None:
        if run["recipe"] != recipe:
            raise StateError(f"{file} is of the recipe '{run['recipe']}', not '{recipe}': give another --run")
        before, now = run["config"], _plain(config)
        changed: list[str] = []
        refused: list[str] = []
        for option in fields(config):
            name = option.name
            if name in before and before[name] != now[name]:
                may_change = name in _MAY_CHANGE or "Path" in str(option.type)
                (changed if may_change else refused).append(
                    f"--{name.replace('_', '-')} was {before[name]} and is {now[name]}"
                )
        if refused:
            raise StateError(
                f"{file} is of a run with other options: {', '.join(refused)}; give them as they were, or begin anew "
                "with another --run"
            )
        for change in changed:
            log.info("since the saved state %s", change)
        if run["data"] != data:
            log.warning("the pictures are not those that the saved state was trained on")

    def _take(self, tensors: dict[str, Tensor], run: dict[str, Any]) -> None:
        self.model.load_state_dict(_under(tensors, "model"))
        self.averaged.load_state_dict(_under(tensors, "averaged"))
        parameters = [p for group in self.optimiser.param_groups for p in group["params"]]
        values: dict[int, dict[str, Tensor]] = {}
        for key, tensor in _under(tensors, "optimiser").items():
            index, name = key.split(".")
            if tensor.ndim:
                # The fused kernels pair values by their place in memory, so the moments lie as their weight does.
                tensor = torch.empty_like(parameters[int(index)]).copy_(tensor)
            values.setdefault(int(index), {})[name] = tensor
        optimiser = self.optimiser.state_dict()
        self.optimiser.load_state_dict({"state": values, "param_groups": optimiser["param_groups"]})
        if self.scaler.is_enabled() and run["scaler"]:
            self.scaler.load_state_dict(run["scaler"])
        self.step, self.losses, self.before = run["step"], run["losses"], run["seconds"]
        self.skipped, self.overflowed = run["skipped"], run["overflowed"]
        now = dict(self.model.named_parameters())
        self.still = {name: now[name].detach().clone() for name in run["untouched"] if name in self.still}


def _plain(config: Config) -> dict[str, Any]:
    return dict(json.loads(json.dumps(asdict(config), default=str)))


def _by_rate(model: nn.Module) -> list[dict[str, Any]]:
    """The trained parameters in groups of one `rate`, which a module may have for its own; it is else 1."""
    groups: dict[float, list[nn.Parameter]] = {}
    for module in model.modules():
        own = [p for p in module.parameters(recurse=False) if p.requires_grad]
        if own:
            groups.setdefault(float(getattr(module, "rate", 1.0)), []).extend(own)
    return [{"params": parameters, "rate": rate} for rate, parameters in groups.items()]


def _under(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(f"{prefix}."): v for k, v in tensors.items() if k.startswith(f"{prefix}.")}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
