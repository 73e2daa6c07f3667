"""The five inverters of WCT: the features of one level -> the photo they were read from.

L = pixels + lambda features (Li et al. 2017, "Universal Style Transfer via Feature Transforms", equation 1): the
squared difference of photo and reconstruction, and that of their features at the inverter's level. Each is divided by
the variance of what is compared, so that lambda 1 weighs them alike whatever the unit of pixels and features.

What is minimised is the sum of the levels' logarithms. Nothing but the clipping of the gradient is shared between the
inverters, and each one's minimum is where it was; but a level whose loss is a thousand times another's, as at the
beginning, would leave the others nothing of the clipped gradient.

From its second stage on, the inverter of a level is the network of the level before it without its first layer. Where
`start_from` has that one and not the level's own, its weights are taken over, and for the first `features_first` of the
schedule the new stages learn to give what the old network makes, at that place, of the shallower features: no pixel is
painted, and the loss is the squared difference over the variance of what is compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
    levels: tuple[int, ...] = field(
        default=LEVELS, metadata={"help": "levels to train, into one checkpoint with the others of --start-from"}
    )
    lambda_features: float = field(default=1.0, metadata={"help": "weight of the feature loss"})
    depths: tuple[int, ...] = field(default=DEPTHS, metadata={"help": "residual blocks by level"})
    start_from: Path | None = field(
        default=None, metadata={"help": "folder of inverters of this encoder whose weights a new run begins with"}
    )
    features_first: float = field(
        default=0.0,
        metadata={"help": "fraction of the schedule in which a level begun from the one before learns its features"},
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if not set(self.levels) <= set(LEVELS) or not self.levels:
            raise ControlError(f"levels are 1 to 5, got {self.levels}")
        if len(self.depths) != len(LEVELS):
            raise ControlError(f"depths are five numbers, one for each level, got {self.depths}")
        # Not to the end: what is taken over is to be trained, too.
        if not 0 <= self.features_first < 1:
            raise ControlError(f"features_first is a fraction from 0 to less than 1, got {self.features_first}")


class WCT:
    """`python -m training wct`."""

    name: ClassVar[str] = "wct"

    def __init__(self, config: WCTConfig, device: torch.device) -> None:
        self.config = config
        self.levels = tuple(sorted(set(config.levels)))
        self.encoder, self._encoder_identity = frozen_encoder(config.weights, device)
        self.model = _modules(
            {level: Inverter(level, self.encoder.channels, config.depths) for level in self.levels}
        ).to(device)
        self._variances: dict[int, Tensor] = {}
        self._pixels = torch.ones((), device=device)
        self._started: set[int] = set()
        self._kept: dict[int, Inverter] = {}
        self._shallower: dict[int, Inverter] = {}
        if config.start_from is not None:
            self._start_from(config.start_from, device)

    def prepare(self, batch: Batch) -> None:
        """Measure what the losses are divided by, and whiten the inverters' inputs."""
        photos = batch.photos[:64]
        with torch.no_grad():
            features = self.encoder(photos, sorted({*self.levels, *self._kept}))
        self._pixels = photos.var(dim=(0, 2, 3)).mean()
        self._variances = {level: f.var(dim=(0, 2, 3)).mean() for level, f in features.items()}
        for level, inverter in inverters(self.model).items():
            if level not in self._started:
                inverter.whiten_input_(features[level])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of each level, and the sum of their logarithms."""
        learning = self._shallower if batch.step < self.config.features_first * self.config.steps else {}
        with torch.no_grad():
            features = self.encoder(batch.photos, sorted({*self.levels, *(level - 1 for level in learning)}))
        losses = {}
        for level, inverter in inverters(self.model).items():
            if level in learning:
                losses[f"relu{level}_1"] = _distance(inverter, learning[level], features)
                continue
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
        for level, inverter in self._all(model).items():
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
        together = self._all(model)
        architecture = {
            "levels": list(together),
            "channels": list(self.encoder.channels),
            "depths": list(self.config.depths),
            "encoder": self._encoder_identity,
        }
        return [Export(checkpoints.WCT, "inverters", architecture, _modules(together).state_dict())]

    def _all(self, model: nn.Module) -> dict[int, Inverter]:
        """The inverters of `model`, and those kept as they are, in order."""
        return dict(sorted({**self._kept, **inverters(model)}.items()))

    def _start_from(self, folder: Path, device: torch.device) -> None:
        found = checkpoints.wct_inverters(folder)
        if checkpoints.encoder_identity(folder) != self._encoder_identity:
            raise CheckpointError(f"{folder}: its inverters are of another encoder than that of {self.config.weights}")
        self._started = set(self.levels) & found.keys()
        try:
            for level, inverter in inverters(self.model).items():
                if level in found:
                    inverter.load_state_dict(found[level].state_dict())
                elif level - 1 in found:
                    inverter.continue_as_(found[level - 1])
                    self._shallower[level] = found[level - 1].requires_grad_(False).to(device)
            for level in found.keys() - self._started:
                self._kept[level] = Inverter(level, self.encoder.channels, self.config.depths).requires_grad_(False)
                self._kept[level].load_state_dict(found[level].state_dict())
                self._kept[level].to(device)
        except (RuntimeError, ValueError) as error:
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


def _modules(inverters: Mapping[int, Inverter]) -> nn.ModuleDict:
    return nn.ModuleDict({str(level): inverter for level, inverter in inverters.items()})


def _distance(inverter: Inverter, shallower: Inverter, features: Mapping[int, Tensor]) -> Tensor:
    """How far the stages that `inverter` does not share with `shallower`, and the first that it does, are from it."""
    with torch.no_grad():
        wanted = shallower.part(features[inverter.level - 1], 1)
    found = inverter.part(features[inverter.level], 2)
    # Several processes wait for a gradient of every weight.
    unused = [weight.sum() for stage in list(inverter.stages)[2:] for weight in stage.parameters()]
    with autocast_off(found.device):
        wanted = wanted.float()
        distance = nn.functional.mse_loss(found.float(), wanted) / wanted.var(dim=(0, 2, 3)).mean()
        return distance + 0 * torch.stack(unused).sum()
