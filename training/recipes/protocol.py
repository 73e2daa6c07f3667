"""What the training loop asks of a recipe, and what it gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal, Protocol

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.errors import ControlError

Amp = Literal["auto", "bf16", "fp16", "off"]
Hold = Literal["auto", "device", "memory", "disk"]


@dataclass(frozen=True, kw_only=True)
class Config:
    """What every recipe can be told; `python -m training RECIPE --help` shows these as options."""

    needs_paintings: ClassVar[bool] = True

    content: tuple[Path, ...] = field(default=(), metadata={"help": "photos: folders or tar shards"})
    style: tuple[Path, ...] = field(default=(), metadata={"help": "paintings: folders or tar shards"})
    validation_content: tuple[Path, ...] = field(
        default=(), metadata={"help": "photos never trained on, for the figures of the finished network"}
    )
    validation_style: tuple[Path, ...] = field(default=(), metadata={"help": "paintings never trained on"})
    weights: Path = field(
        default=checkpoints.WEIGHTS, metadata={"help": "folder of the networks that this one is trained against"}
    )
    run: Path = field(default=Path("runs"), metadata={"help": "where the run's state, log and samples go"})
    steps: int = field(default=10_000, metadata={"help": "optimiser steps of the whole schedule"})
    minutes: float | None = field(default=None, metadata={"help": "stop after so long, resumably"})
    within: float | None = field(
        default=None, metadata={"help": "minutes that the whole schedule is to take here; sets --steps"}
    )
    batch_size: int = field(default=8, metadata={"help": "crops a step, over all processes together"})
    accumulate: int = field(default=1, metadata={"help": "parts in which a process works through its crops"})
    crop: int = field(default=256, metadata={"help": "side of a crop, pixels"})
    zoom: float = field(default=2.5, metadata={"help": "a crop is cut from up to so many times its side"})
    learning_rate: float = field(default=1e-3, metadata={"help": "peak, reached after the warm-up"})
    warm_up: int = field(default=200, metadata={"help": "steps of linear warm-up"})
    clip: float = field(default=5.0, metadata={"help": "largest norm of the gradient"})
    average: float = field(default=0.999, metadata={"help": "decay of the weights' moving average"})
    amp: Amp = field(default="auto", metadata={"help": "half precision of the convolutions"})
    compile: bool = field(default=False, metadata={"help": "run the step through torch.compile"})
    seed: int = field(default=0, metadata={"help": "of the weights and of what each step sees"})
    device: str = field(default="auto", metadata={"help": "auto, cpu or cuda"})
    threads: int = field(default=2, metadata={"help": "CPU threads"})
    hold: Hold = field(default="auto", metadata={"help": "where decoded pictures are kept"})
    workers: int = field(default=2, metadata={"help": "threads that decode and crop ahead"})
    save_every: int = field(default=500, metadata={"help": "steps between saved states and samples"})

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "accumulate", "threads", "workers", "save_every"):
            if getattr(self, name) < 1:
                raise ControlError(f"{name} is at least 1, got {getattr(self, name)}")
        # relu5_1 has a stride of 16, and reflection needs two of its pixels.
        if self.crop < 32 or self.crop % 16:
            raise ControlError(f"crop is a multiple of 16 from 32 on, got {self.crop}")


@dataclass(frozen=True)
class Batch:
    """Crops of one step, sRGB in [0, 1], `(B, 3, S, S)` on the run's device; `paintings` only where asked for.

    Attributes:
        first: the index, in the whole step, of this batch's first crop: a step may be spread over processes and
            worked through in parts. Always even, and so is B, so that neighbours stay together.
    """

    step: int
    photos: Tensor
    paintings: Tensor | None
    first: int = 0
    seed: int = 0

    def part(self, index: int, parts: int) -> Batch:
        """The `index`-th of `parts` equal parts."""
        size = len(self.photos) // parts
        chosen = slice(index * size, (index + 1) * size)
        paintings = None if self.paintings is None else self.paintings[chosen]
        return Batch(self.step, self.photos[chosen], paintings, self.first + index * size, self.seed)

    def normal(self, *shape: int, stream: int = 0) -> Tensor:
        """Standard normal noise `(B, *shape)`, the same for a crop wherever its step is computed."""
        rows = []
        for index in range(self.first, self.first + len(self.photos)):
            generator = torch.Generator().manual_seed(hash((self.seed, stream, self.step, index)) & (2**63 - 1))
            rows.append(torch.randn(shape, generator=generator))
        return torch.stack(rows).to(self.photos.device)


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

    def prepare(self, batch: Batch) -> None:
        """Called once before the first step, resumed or not, with crops to measure activations on."""

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Scalar losses by name, each a mean over the batch; "total" is minimised. Runs under autocast."""

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """A contact sheet `(3, H, W)` in [0, 1] of what `model` makes of a fixed batch."""

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        """What `model` makes of each photo of a fixed batch, `(B, 3, S, S)` in [0, 1]: a row of the progress grid."""

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        """Figures of the finished `model` on pictures `(1, 3, H, W)` never trained on, in float32; may be none."""

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """What `model` becomes in the engine."""


def autocast_off(device: torch.device) -> torch.autocast:
    """The context in which statistics and losses are computed in their own dtype."""
    return torch.autocast(device.type, enabled=False)
