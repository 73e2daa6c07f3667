"""The encoder: VGG-19 distilled into a fraction of its channels.

How student and teacher are matched: at each of the five levels a 1 x 1 convolution, trained along and thrown away
afterwards, embeds the student's channels linearly in the teacher's, and the squared difference is minimised
(linear embedding: Wang et al. 2020, "Collaborative Distillation for Ultra-Resolution Universal Style Transfer", eq. 4).
The teacher's channels are rescaled to a mean activation of 1, so that no channel is heard less for its unit, and
each level's difference is divided by the variance of the teacher's features there, so that a level's loss is the
fraction of variance that the student does not explain. Both networks pad by reflection: near the frame of a small
crop the student would otherwise learn the teacher's zeros.

What the teacher says of a picture is not all that a stylization needs of it: a narrow level may explain the teacher
and still forget the photo. So an inverter is trained along at each level, and the logarithm of the fraction of the
pixels' variance that it does not restore joins the loss: the logarithm, so that a decibel is worth the same at
relu1_1, where little is lost, as at relu5_1. The inverters are thrown away; `wct` trains its own against the frozen
encoder.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, cast

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.errors import ControlError
from engine.networks.inverter import Inverter
from engine.networks.vgg import FULL, LEVELS, VGG19, normalise_activations_
from engine.precision import Precision
from engine.pretrained import full_vgg19
from training.recipes.protocol import Batch, Config, Export, autocast_off


@dataclass(frozen=True, kw_only=True)
class EncoderConfig(Config):
    """Distillation of VGG-19."""

    width: str = field(
        default="slim", metadata={"help": "channels: slim (a quarter of VGG-19's), or any fraction such as 0.5"}
    )
    steps: int = 40_000
    batch_size: int = 32
    learning_rate: float = 1e-3
    lambda_reconstruction: float = field(
        default=0.05, metadata={"help": "weight of what inverters cannot restore; 0 trains none"}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        widths(self.width)


def widths(name: str) -> tuple[int, ...]:
    """The five blocks' channels, in eights, so that vector units are filled.

    Raises:
        ControlError: neither "slim" nor a fraction below 1.
    """
    try:
        fraction = 0.25 if name == "slim" else float(name)
    except ValueError:
        fraction = math.nan
    if not 0 < fraction < 1:
        raise ControlError(
            f"width is slim or a fraction between 0 and 1, got {name}; VGG-19 itself comes from `python -m training "
            "teacher`"
        )
    return tuple(max(8, round(channels * fraction / 8) * 8) for channels in FULL)


class Distillation(nn.Module):
    """The student, the embeddings that compare it with the teacher, and the inverters that restore photos from it."""

    def __init__(self, channels: tuple[int, ...], invert: bool) -> None:
        super().__init__()
        self.student = VGG19(channels)
        for layer in self.student.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                assert layer.bias is not None
                nn.init.zeros_(layer.bias)
        self.embeddings = nn.ModuleDict(
            {str(level): nn.Conv2d(channels[level - 1], FULL[level - 1], 1) for level in LEVELS}
        )
        self.inverters = nn.ModuleDict({str(level): Inverter(level, channels) for level in LEVELS if invert})


class Encoder:
    """`python -m training encoder`."""

    name: ClassVar[str] = "encoder"

    def __init__(self, config: EncoderConfig, device: torch.device) -> None:
        self.config = config
        self.teacher = full_vgg19("reflect").to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.model = Distillation(widths(config.width), invert=config.lambda_reconstruction > 0)
        self._precision = Precision.best(str(device))
        self._variance: dict[int, Tensor] = {}
        self._pixels = torch.ones((), device=device)

    def prepare(self, batch: Batch) -> None:
        """Rescale the teacher, and measure the variance of its features at each level, and of the pixels."""
        photos = batch.photos[:32]
        normalise_activations_(self.teacher, photos)
        with torch.no_grad():
            features = self.teacher(photos)
        self._variance = {level: f.var(dim=(0, 2, 3)).mean() for level, f in features.items()}
        self._pixels = photos.var(dim=(0, 2, 3)).mean()
        self.teacher.to(self._precision.dtype)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Every other crop a photo or a painting: the unexplained variance and lost pixels by level, and their mean."""
        assert batch.paintings is not None
        images = torch.cat([batch.photos[::2], batch.paintings[1::2]])
        with torch.no_grad():
            wanted = self.teacher(images)
        model = self.model
        found: Mapping[int, Tensor] = model.student(images)
        losses = {}
        for level in LEVELS:
            embedded = model.embeddings[str(level)](found[level])
            with autocast_off(images.device):
                error = nn.functional.mse_loss(embedded.float(), wanted[level].float())
            losses[f"relu{level}_1"] = error / self._variance[level]
        total = torch.stack(list(losses.values())).mean()
        for name, inverter in model.inverters.items():
            restored = inverter(found[int(name)])
            with autocast_off(images.device):
                lost = nn.functional.mse_loss(restored, images) / self._pixels
                total = total + self.config.lambda_reconstruction / len(LEVELS) * (lost + 1e-5).log()
            losses[f"relu{name}_1 pixels"] = lost
        return {"total": total, **losses}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """The photos, and below them what each level's first principal directions see, student against teacher."""
        student = cast(Distillation, model).student
        with torch.no_grad():
            wanted, found = self.teacher(batch.photos), student(batch.photos)
            rows = [torch.cat(list(batch.photos), dim=2)]
            for level in LEVELS:
                embedded = cast(Distillation, model).embeddings[str(level)](found[level])
                for features in (wanted[level], embedded):
                    grey = features.float().square().mean(1, keepdim=True).sqrt()
                    grey = nn.functional.interpolate(grey / grey.amax(), batch.photos.shape[-2:])
                    rows.append(torch.cat(list(grey.expand(-1, 3, -1, -1)), dim=2))
        return torch.cat(rows, dim=1)

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        """What relu4_1 sees, as brightness."""
        grey = cast(Distillation, model).student(batch.photos, (4,))[4].float().square().mean(1, keepdim=True).sqrt()
        return nn.functional.interpolate(grey / grey.amax(), batch.photos.shape[-2:]).expand(-1, 3, -1, -1)

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        """The unexplained variance at each level, on pictures never seen."""
        distillation = cast(Distillation, model)
        self.teacher.float()
        unexplained = dict.fromkeys(LEVELS, 0.0)
        pictures = [*photos, *paintings]
        for picture in pictures:
            with torch.no_grad():
                wanted, found = self.teacher(picture), distillation.student(picture)
                for level in LEVELS:
                    error = nn.functional.mse_loss(distillation.embeddings[str(level)](found[level]), wanted[level])
                    unexplained[level] += float(error / self._variance[level]) / len(pictures)
        self.teacher.to(self._precision.dtype)
        return {f"relu{level}_1 unexplained": value for level, value in unexplained.items()} if pictures else {}

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """The student alone, rescaled to a mean activation of 1 over `photos`."""
        student = cast(Distillation, model).student
        normalise_activations_(student, photos)
        return [Export(checkpoints.ENCODER, "vgg19", {"channels": list(student.channels)}, student.state_dict())]
