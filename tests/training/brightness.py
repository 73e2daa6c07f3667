"""The smallest recipe, and the command line with it in the place of the real ones: `python -m ... brightness`."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor, nn

from training.recipes.protocol import Batch, Config, Export

PAUSE = "EASEL_TEST_PAUSE"


class Brightness:
    """Two 3 x 3 convolutions learn to halve photos, with noise.

    `broken` are steps whose loss is not a number, in the second half of the batch only.
    """

    name: ClassVar[str] = "brightness"

    def __init__(
        self,
        config: Config | None = None,
        device: torch.device | None = None,
        broken: Sequence[int] = (),
        width: int = 8,
    ) -> None:
        torch.manual_seed(0)
        self.model = nn.Sequential(nn.Conv2d(3, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 3, 3, padding=1))
        self.broken = broken
        self.batch_size = 4 if config is None else config.batch_size

    def prepare(self, batch: Batch) -> None:
        # As a real recipe might, by accident: nothing after this may depend on the global generator.
        torch.manual_seed(int(time.time_ns()) % 2**31)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        time.sleep(float(os.environ.get(PAUSE, "0")))
        error = self.model(batch.photos).float() - 0.5 * batch.photos
        noise = 0.01 * (error * batch.normal(3, *batch.photos.shape[2:])).mean()
        square = error.square().mean()
        total = square + noise
        if batch.step in self.broken and batch.first + len(batch.photos) > self.batch_size // 2:
            total = total * float("nan")
        return {"total": total, "square": square, "noise": noise}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        return model(batch.photos)[0]

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        return model(batch.photos)

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        return {"error": sum(float((model(photo) - 0.5 * photo).abs().mean()) for photo in photos) / len(photos)}

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        return [Export("brightness", "convolution", {}, model.state_dict())]


def config(run: Path, **changes: object) -> Config:
    """Eight steps of four crops of 32 pixels, on the CPU in float32."""
    plain = Config(
        run=run,
        steps=8,
        batch_size=4,
        crop=32,
        save_every=3,
        warm_up=2,
        device="cpu",
        learning_rate=0.01,
        amp="off",
        threads=1,
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def arguments(config: Config) -> list[str]:
    """The command line's options that amount to `config`, which says where its run is by the recipe's name."""
    given = []
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if field.name == "run":
            value = value.parent
        if value != field.default:
            values = value if isinstance(value, tuple) else (value,)
            given += [f"--{field.name.replace('_', '-')}", *map(str, values)]
    return given


def command(name: str, config: Config, **environment: str) -> subprocess.Popen[str]:
    """A process that trains a recipe of this file."""
    command = [sys.executable, "-m", "tests.training.brightness", name, *arguments(config)]
    return subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE, text=True)


class Troubled(Brightness):
    """Step 3 is skipped, and step 6 asks to stop; who has the second half of the batch finds either."""

    def __init__(self, config: Config, device: torch.device) -> None:
        super().__init__(config, device, broken=[3])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        if batch.step == 6 and batch.first + len(batch.photos) == self.batch_size:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().losses(batch)


if __name__ == "__main__":
    from training.__main__ import RECIPES, main

    RECIPES["brightness"] = (Config, Brightness)
    RECIPES["troubled"] = (Config, Troubled)
    sys.exit(main())
