"""The five inverters of WCT: the features of one level -> the photo they were read from.

L = pixels + lambda features (Li et al. 2017, "Universal Style Transfer via Feature Transforms", equation 1): the
squared difference of photo and reconstruction, and that of their features at the inverter's level. Each is divided by
the variance of what is compared, so that lambda 1 weighs them alike whatever the unit of pixels and features.

What is minimised is the sum of the levels' logarithms. Nothing but the clipping of the gradient is shared between the
inverters, and each one's minimum is where it was; but a level whose loss is a thousand times another's, as at the
beginning, would leave the others nothing of the clipped gradient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, cast

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.errors import CheckpointError, ControlError
from engine.networks.inverter import DEPTHS, Inverter
from engine.networks.vgg import LEVELS
from training.recipes.frozen import frozen_encoder
from training.recipes.protocol import Batch, Config, Export, autocast_off


@dataclass(frozen=True, kw_only=True)
class WCTConfig(Config):
    """Inverters of relu1_1 .. relu5_1, trained to reconstruct photos."""

    needs_paintings: ClassVar[bool] = False

    steps: int = 80_000
    batch_size: int = 16
    learning_rate: float = 3e-3
    levels: tuple[int, ...] = field(default=LEVELS, metadata={"help": "levels to train, into one checkpoint"})
    lambda_features: float = field(default=1.0, metadata={"help": "weight of the feature loss"})
    depths: tuple[int, ...] = field(default=DEPTHS, metadata={"help": "residual blocks by level"})
    start_from: Path | None = field(
        default=None, metadata={"help": "folder of inverters of this encoder whose weights a new run begins with"}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not set(self.levels) <= set(LEVELS) or not self.levels:
            raise ControlError(f"levels are 1 to 5, got {self.levels}")
        if len(self.depths) != len(LEVELS):
            raise ControlError(f"depths are five numbers, one for each level, got {self.depths}")


class WCT:
    """`python -m training wct`."""

    name: ClassVar[str] = "wct"

    def __init__(self, config: WCTConfig, device: torch.device) -> None:
        self.config = config
        self.levels = tuple(sorted(set(config.levels)))
        self.encoder, self._encoder_identity = frozen_encoder(config.weights, device)
        self.model = nn.ModuleDict(
            {str(level): Inverter(level, self.encoder.channels, config.depths) for level in self.levels}
        ).to(device)
        self._started: set[int] = set()
        if config.start_from is not None:
            self._start_from(config.start_from)
        self._variances: dict[int, Tensor] = {}
        self._pixels = torch.ones((), device=device)

    def prepare(self, batch: Batch) -> None:
        """Measure what the losses are divided by, and whiten the inverters' inputs."""
        photos = batch.photos[:64]
        with torch.no_grad():
            features = self.encoder(photos, self.levels)
        self._pixels = photos.var(dim=(0, 2, 3)).mean()
        self._variances = {level: f.var(dim=(0, 2, 3)).mean() for level, f in features.items()}
        for level, inverter in inverters(self.model).items():
            if level not in self._started:
                inverter.whiten_input_(features[level])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of each level, and the sum of their logarithms."""
        with torch.no_grad():
            features = self.encoder(batch.photos, self.levels)
        losses = {}
        for level, inverter in inverters(self.model).items():
            pixels, seen = self._errors(level, inverter(features[level]), batch.photos, features[level])
            losses[f"relu{level}_1"] = pixels / self._pixels + self.config.lambda_features * seen
        return {"total": (torch.stack(list(losses.values())) + 1e-6).log().sum(), **losses}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """The photos, and below them what each level's inverter makes of them."""
        rows = [batch.photos]
        for level, inverter in inverters(model).items():
            rows.append(inverter(self.encoder(batch.photos, (level,))[level]).clamp(0, 1))
        return torch.cat([torch.cat(list(row), dim=2) for row in rows], dim=1)

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        """The reconstruction from the deepest level."""
        level, inverter = list(inverters(model).items())[-1]
        return inverter(self.encoder(batch.photos, (level,))[level]).clamp(0, 1)

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        """For each level, the loss on photos never seen, and the PSNR of the reconstruction (mean over photos, dB)."""
        figures = {}
        for level, inverter in inverters(model).items():
            losses, ratios = [], []
            for photo in photos:
                with torch.no_grad():
                    features = self.encoder(photo, (level,))[level]
                    found = inverter(features)
                    pixels, seen = self._errors(level, found, photo, features)
                    error = (found.clamp(0, 1) - photo).square().mean()
                losses.append(float(pixels / self._pixels + self.config.lambda_features * seen))
                ratios.append(-10 * math.log10(max(1e-10, float(error))))
            if photos:
                figures[f"relu{level}_1 test"] = sum(losses) / len(losses)
                figures[f"relu{level}_1 PSNR"] = sum(ratios) / len(ratios)
        return figures

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """All inverters in one checkpoint, bound to the encoder that they invert."""
        architecture = {
            "levels": list(self.levels),
            "channels": list(self.encoder.channels),
            "depths": list(self.config.depths),
            "encoder": self._encoder_identity,
        }
        return [Export(checkpoints.WCT, "inverters", architecture, model.state_dict())]

    def _start_from(self, folder: Path) -> None:
        found = checkpoints.wct_inverters(folder)
        if checkpoints.encoder_identity(folder) != self._encoder_identity:
            raise CheckpointError(f"{folder}: its inverters are of another encoder than that of {self.config.weights}")
        self._started = set(self.levels) & found.keys()
        for level, inverter in inverters(self.model).items():
            if level in self._started:
                try:
                    inverter.load_state_dict(found[level].state_dict())
                except RuntimeError as error:
                    reason = " ".join(str(error).split())
                    raise CheckpointError(f"{folder}: its inverters are of other --depths: {reason}") from error

    def _errors(self, level: int, found: Tensor, photo: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Squared error of pixels, and of features over their variance."""
        with autocast_off(found.device):
            pixels = nn.functional.mse_loss(found.float(), photo)
        if not self.config.lambda_features:
            return pixels, torch.zeros_like(pixels)
        again = self.encoder(found, (level,))[level]
        with autocast_off(found.device):
            seen = nn.functional.mse_loss(again.float(), features.float()) / self._variances[level]
        return pixels, seen


def inverters(model: nn.Module) -> dict[int, Inverter]:
    """The inverters of a recipe's model, by level."""
    return {int(level): cast(Inverter, inverter) for level, inverter in model.named_children()}
