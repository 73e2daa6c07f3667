"""Pictures never trained on, and what a finished network makes of them in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

from training.data import Pictures, load
from training.recipes.protocol import Config, Recipe

_STRIDE = 16


class Whole(Sequence[Tensor]):
    """Pictures as networks take them, made as they are asked for.

    Each is `(1, 3, H, W)` in [0, 1] on `device`, cut about its middle to sides that are multiples of 16.
    """

    def __init__(self, pictures: Pictures, device: torch.device) -> None:
        self._pictures, self._device = pictures, device

    def __len__(self) -> int:
        return len(self._pictures)

    @overload
    def __getitem__(self, index: int) -> Tensor: ...
    @overload
    def __getitem__(self, index: slice) -> list[Tensor]: ...
    def __getitem__(self, index: int | slice) -> Tensor | list[Tensor]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        pixels = self._pictures[index]
        height, width = (side - side % _STRIDE for side in pixels.shape[1:])
        top, left = (pixels.shape[1] - height) // 2, (pixels.shape[2] - width) // 2
        return pixels[None, :, top : top + height, left : left + width].to(self._device).float() / 255


@dataclass(frozen=True)
class Validation:
    """The validation pictures of a run; there may be none."""

    photos: Sequence[Tensor]
    paintings: Sequence[Tensor]

    @classmethod
    def load(cls, config: Config, short_side: int, device: torch.device) -> Validation:
        """Decode what `--validation-content` and `--validation-style` name.

        Raises:
            DataError: they name no readable pictures.
        """

        def whole(sources: Sequence[Path]) -> Sequence[Tensor]:
            return Whole(load(sources, short_side, workers=config.workers), device) if sources else ()

        return cls(whole(config.validation_content), whole(config.validation_style))

    def figures(self, recipe: Recipe, model: nn.Module) -> dict[str, float]:
        """What `recipe` measures of the finished `model`, in float32; nothing where there are no pictures."""
        if not (self.photos or self.paintings):
            return {}
        with torch.no_grad():
            return recipe.validate(model.float(), self.photos, self.paintings)


def print_figures(recipe: str, losses: Mapping[str, float], figures: Mapping[str, float]) -> None:
    """Print the last training losses of `recipe` and the figures of its validation, a row for each thing measured.

    A figure called "relu4_1 PSNR" stands in the row "relu4_1" and the column "PSNR", beside the training loss of
    "relu4_1", if there is one.
    """
    rows: dict[str, dict[str, float]] = {}
    for name, value in figures.items():
        thing, _, column = name.rpartition(" ")
        rows.setdefault(thing or name, {})[column if thing else "test"] = value
    for name, value in losses.items():
        rows.setdefault(name, {})["train"] = value
    columns = ["train", *dict.fromkeys(column for row in rows.values() for column in row if column != "train")]
    table = Table(recipe, *columns)
    for name, row in rows.items():
        table.add_row(name, *(f"{row[column]:.4g}" if column in row else "" for column in columns))
    Console().print(table)
