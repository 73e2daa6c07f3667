"""What the training loop asks of a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

import torch
from torch import Tensor, nn

from engine.errors import ControlError


@dataclass(frozen=True, kw_only=True)
class Config:
    """What every recipe can be told; `python -m training RECIPE --help` shows these as options."""

    content: tuple[Path, ...] = field(default=(), metadata={"help": "photos: folders or tar shards"})
    style: tuple[Path, ...] = field(default=(), metadata={"help": "paintings: folders or tar shards"})
    run: Path = field(default=Path("runs"), metadata={"help": "where the run's state, log and samples go"})
    steps: int = field(default=10_000, metadata={"help": "optimiser steps of the whole schedule"})
    minutes: float | None = field(default=None, metadata={"help": "stop after so long, resumably"})
    batch_size: int = field(default=8, metadata={"help": "crops a step"})
    crop: int = field(default=128, metadata={"help": "side of a crop, pixels"})
    zoom: float = field(default=2.5, metadata={"help": "a crop is cut from up to so many times its side"})
    learning_rate: float = field(default=1e-3, metadata={"help": "peak, reached after the warm-up"})
    warm_up: int = field(default=200, metadata={"help": "steps of linear warm-up"})
    clip: float = field(default=5.0, metadata={"help": "largest norm of the gradient"})
    average: float = field(default=0.999, metadata={"help": "decay of the weights' moving average"})
    seed: int = field(default=0, metadata={"help": "of the weights and of what each step sees"})
    device: str = field(default="auto", metadata={"help": "auto, cpu or cuda"})
    threads: int = field(default=2, metadata={"help": "CPU threads"})
    save_every: int = field(default=500, metadata={"help": "steps between saved states and samples"})

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "threads", "save_every"):
            if getattr(self, name) < 1:
                raise ControlError(f"{name} is at least 1, got {getattr(self, name)}")
        # Decoders start at a stride of 8; relu5_1 has one of 16, and reflection needs two of its pixels.
        if self.crop < 32 or self.crop % 8:
            raise ControlError(f"crop is a multiple of 8 from 32 on, got {self.crop}")


@dataclass(frozen=True)
class Batch:
    """A step's crops, sRGB in [0, 1], `(B, 3, S, S)` on the run's device; `paintings` only where asked for."""

    step: int
    photos: Tensor
    paintings: Tensor | None


@dataclass(frozen=True)
class Export:
    """One network to ship: what `engine.checkpoints` writes, less what the loop knows."""

    name: str
    network: str
    architecture: Mapping[str, object]
    tensors: Mapping[str, Tensor]


class Recipe(Protocol):
    """One trained network, as the loop sees it."""

    name: ClassVar[str]

    @property
    def model(self) -> nn.Module:
        """What is optimised, averaged, saved and resumed."""

    def prepare(self, photos: Tensor) -> None:
        """Called once before the first step, with photos `(B, 3, S, S)` to measure activations on."""

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Scalar losses by name; the one called "total" is minimised. Runs under autocast."""

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """A contact sheet `(3, H, W)` in [0, 1] of what `model` makes of a fixed batch."""

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """What `model` becomes in the engine."""


def autocast_off(device: torch.device) -> torch.autocast:
    """The context in which statistics and losses are computed in their own dtype."""
    return torch.autocast(device.type, enabled=False)
