"""The slim encoder: VGG-19 distilled into a quarter of its channels.

How student and teacher are matched: at each of the five levels a 1 x 1 convolution, trained along and thrown away
afterwards, embeds the student's channels linearly in the teacher's, and the squared difference is minimised
(linear embedding: Wang et al. 2020, "Collaborative Distillation for Ultra-Resolution Universal Style Transfer", eq. 4).
The teacher's channels are rescaled to a mean activation of 1, so that no channel is heard less for its unit, and
each level's difference is divided by the variance of the teacher's features there, so that a level's loss is the
fraction of variance that the student does not explain. Both networks pad by reflection: near the frame of a small
crop the student would otherwise learn the teacher's zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, cast

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.networks.vgg import FULL, LEVELS, VGG19, normalise_activations_
from engine.pretrained import full_vgg19
from training.recipes.protocol import Batch, Config, Export, autocast_off


@dataclass(frozen=True, kw_only=True)
class EncoderConfig(Config):
    """Distillation of VGG-19."""

    width: float = field(default=0.25, metadata={"help": "channels, as a fraction of VGG-19's"})
    steps: int = 16_000
    learning_rate: float = 2e-3


def widths(fraction: float) -> tuple[int, ...]:
    """The five blocks' channels, in eights, so that vector units are filled."""
    return tuple(max(8, round(channels * fraction / 8) * 8) for channels in FULL)


class Distillation(nn.Module):
    """The student, and the embeddings that compare it with the teacher."""

    def __init__(self, channels: tuple[int, ...]) -> None:
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


class Encoder:
    """`python -m training encoder`."""

    name: ClassVar[str] = "encoder"

    def __init__(self, config: EncoderConfig, device: torch.device) -> None:
        self.config = config
        self.teacher = full_vgg19("reflect").to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.model = Distillation(widths(config.width))
        self._variance: dict[int, Tensor] = {}

    def prepare(self, photos: Tensor) -> None:
        """Rescale the teacher, and measure the variance of its features at each level."""
        normalise_activations_(self.teacher, photos)
        with torch.no_grad():
            features = self.teacher(photos)
        self._variance = {level: f.var(dim=(0, 2, 3)).mean() for level, f in features.items()}
        self.teacher.to(torch.bfloat16)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Half a batch of photos and half of paintings: the unexplained variance per level, and their mean."""
        assert batch.paintings is not None
        half = len(batch.photos) // 2
        images = torch.cat([batch.photos[:half], batch.paintings[half:]])
        with torch.no_grad():
            wanted = self.teacher(images)
        model = self.model
        found: Mapping[int, Tensor] = model.student(images)
        losses = {}
        for level in LEVELS:
            embedded = model.embeddings[str(level)](found[level])
            with autocast_off(images.device):
                error = nn.functional.mse_loss(embedded, wanted[level].to(embedded.dtype))
            losses[f"relu{level}_1"] = error.float() / self._variance[level]
        return {"total": torch.stack(list(losses.values())).mean(), **losses}

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

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """The student alone, rescaled to a mean activation of 1 over `photos`."""
        student = cast(Distillation, model).student
        normalise_activations_(student, photos)
        return [Export(checkpoints.ENCODER, "vgg19", {"channels": list(student.channels)}, student.state_dict())]
