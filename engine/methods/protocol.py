"""The protocol behind which every method sits. A new one is a file here, and a line in `engine/methods/__init__.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

import torch
from torch import Tensor

from engine.areas import WHOLE, Area, Regions
from engine.controls import Controls
from engine.errors import ControlError, StyleError
from engine.family import Family
from engine.networks.vgg import LEVELS

Tensors = Mapping[str, Tensor]
"""What a style holds: named float32 tensors, on the CPU in a `Style`, on the networks' device in `Method.paint`."""


class Report(Protocol):
    """How a method says, between two steps, how far it is."""

    def __call__(self, done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        """Say that `done` of `total` steps are done, with the photos `(B, 3, H, W)` as they look, if that is at hand.

        Raises:
            Cancelled: the caller asked to stop.
        """


class Method(ABC):
    """A way of painting. It has no state: networks come from a `Family`, numbers from a style.

    Attributes:
        name: what a `Style` and the command line call it.
        stride: pixels; photos come padded to multiples of it, and no side of photo or painting is below two.
        levels: of the encoder that a style is read from.
        needs: checkpoints beside the encoder's without which it cannot paint.
        batches: whether painting several photos at once is less work than one after the other.
        largest: longer side in pixels that it paints at most; a larger picture is enlarged from that.
    """

    name: ClassVar[str]
    stride: ClassVar[int]
    levels: ClassVar[tuple[int, ...]]
    needs: ClassVar[tuple[str, ...]] = ()
    batches: ClassVar[bool] = True
    largest: ClassVar[int] = 4096

    @abstractmethod
    def load(self, family: Family) -> None:
        """Load all networks that painting takes.

        Raises:
            CheckpointError: one is missing or damaged, or does not belong to the encoder.
        """

    @abstractmethod
    def read(self, family: Family, painting: Tensor) -> dict[str, Tensor]:
        """The statistics of a painting `(1, 3, H, W)`.

        Raises:
            CheckpointError: a network that reading takes is missing or damaged.
        """

    @abstractmethod
    def validate(self, tensors: Tensors, levels: Sequence[int], channels: Sequence[int] | None = None) -> None:
        """Check names and shapes of a style's tensors, against the encoder's channels where these are known.

        Raises:
            ValueError: they are not what a style of these levels holds; the message completes "style 'x' ...".
        """

    @abstractmethod
    def paint(
        self,
        family: Family,
        photos: Tensor,
        styles: Sequence[Tensors],
        controls: Controls,
        report: Report,
        area: Area = WHOLE,
    ) -> Tensor:
        """Paint photos `(B, 3, H, W)` in one style, or each in its own; `check` has found nothing wrong.

        In a photo with regions, `area` is `Regions`, and `styles` are those of its rows but for the last, which is what
        stays as it is.

        Returns:
            Images `(B, 3, H, W)`, float32, not clamped.

        Raises:
            Cancelled: from `report`.
            NonFinitePicture: the numbers went out of bounds on the way.
        """

    def check(self, family: Family, tensors: Tensors, controls: Controls) -> None:
        """Refuse, before any work, what cannot be painted; `load` went well.

        Raises:
            ControlError: a control that this method does not have, or a level that is not there.
            StyleError: the style does not fit the networks.
        """
        if controls.levels is not None:
            raise ControlError(f"{self.name} has no levels to choose from: leave out levels, or paint with wct")
        if controls.iterations is not None:
            raise ControlError(f"{self.name} paints in one pass: leave out iterations")

    def measured_by(self, family: Family) -> tuple[str, str]:
        """The identities (sha256) of the encoder, and of the other network ("" for none), that `read` depends on."""
        return family.identity(), ""

    def mix(self, parts: Sequence[tuple[Tensors, float]]) -> dict[str, Tensor]:
        """The mixture of several styles' tensors; weights are positive and add up to 1. Here their weighted sum."""
        return weighted_sum(parts)

    def sample(self, family: Family, seed: int, like: Sequence[Tensors] = ()) -> dict[str, Tensor]:
        """A style that nobody painted: any, or one that could be among those that it is `like`, at least two.

        Raises:
            StyleError: the method knows no such styles.
        """
        raise StyleError(f"{self.name} has no styles but those of paintings: sample one with vae")

    def vary(self, tensors: Tensors, amount: float, seed: int) -> dict[str, Tensor]:
        """A style near this one: the same at amount 0, any other at 1.

        Raises:
            StyleError: the method knows no such styles.
        """
        raise StyleError(f"{self.name} has no styles but those of paintings: read the painting with vae to vary it")


def weighted_sum(parts: Sequence[tuple[Tensors, float]]) -> dict[str, Tensor]:
    """The sum of equally named tensors, each times its weight."""
    return {key: torch.stack([tensors[key] * weight for tensors, weight in parts]).sum(0) for key in parts[0][0]}


def rows(stacked: Tensor, area: Area) -> Tensor:
    """Numbers of R styles `(R, ...)`, a row for each of `area`: the last of several regions has no style, and any."""
    return torch.cat([stacked, stacked[:1]]) if isinstance(area, Regions) else stacked


def strengths(strength: float, area: Area) -> float | Tensor:
    """What each row of `area` is painted with: 0 in the last of several regions, where the photo stays."""
    if not isinstance(area, Regions):
        return strength
    by_row = torch.full((len(area.shares), 1, 1, 1), strength, device=area.shares.device)
    by_row[-1] = 0
    return by_row


def expect(tensors: Tensors, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise ValueError unless the tensors have exactly these names and shapes."""
    if tensors.keys() != shapes.keys():
        raise ValueError(f"holds {sorted(tensors)}, and not {sorted(shapes)}")
    for key, shape in shapes.items():
        if tuple(tensors[key].shape) != shape:
            raise ValueError(f"holds '{key}' of shape {tuple(tensors[key].shape)}, and not {shape}")


def width(tensors: Tensors, level: int, channels: Sequence[int] | None) -> int:
    """How many channels a level has: as the encoder says, or else as many as `tensors` holds means of.

    Raises:
        ValueError: the level is none of the encoder's.
    """
    if level not in LEVELS:
        raise ValueError(f"was read at level {level}, and levels are 1 to 5")
    if channels is not None:
        return channels[level - 1]
    mean = tensors.get(f"mean{level}")
    return 0 if mean is None else mean.numel()
