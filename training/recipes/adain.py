"""The AdaIN decoder, trained against a frozen slim encoder.

L = content + lambda style, as in Huang & Belongie 2017 (equations 11 to 13; `training.losses` says what is
normalised how). The first part of the schedule computes both with the slim encoder itself, which is cheaper
(on two CPU cores a step took 0.18 s against 0.44 s); the rest with the full VGG-19, whose judgement is what counts.

A decoder that begins with the channels of a wider one (`training.recipes.narrowing`) learns for the first
`features_first` of the schedule to give what that gives to its full-size stage: the loss is the squared difference over
the variance of what is compared, no picture is painted, and nobody judges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.areas import WHOLE
from engine.errors import CheckpointError, ControlError
from engine.methods.adain import measure
from engine.networks.decoder import NOTHING_KNOWN, STYLE_LEVELS, AdaINDecoder, PlainDecoder
from engine.networks.vgg import SLIM, VGG19
from engine.statistics import Moments
from training.losses import content_loss, range_loss, style_loss
from training.recipes.frozen import frozen_encoder, vgg19_judge
from training.recipes.narrowing import narrowed
from training.recipes.protocol import Batch, Config, Export, autocast_off


@dataclass(frozen=True, kw_only=True)
class AdaINConfig(Config):
    """Decoder from relu4_1 with the moments of four levels."""

    steps: int = 160_000
    levels: tuple[int, ...] = field(
        default=STYLE_LEVELS,
        metadata={"help": "where the painting's moments are given: 1 2 3 4, or 4 alone as in the paper"},
    )
    widths: tuple[int, ...] = field(
        default=(), metadata={"help": "channels of the decoder's four stages [by the encoder's]"}
    )
    lambda_style: float = field(default=2.0, metadata={"help": "weight of the style loss"})
    start_from: Path | None = field(
        default=None, metadata={"help": "folder of a checkpoint whose weights a new run begins with"}
    )
    features_first: float = field(
        default=0.0,
        metadata={"help": "fraction of the schedule in which a decoder begun from a wider one learns its features"},
    )
    lambda_range: float = field(default=10.0, metadata={"help": "weight of leaving [0, 1]"})
    full_after: float = field(
        default=0.0,
        metadata={"help": "fraction of the schedule after which VGG-19 replaces the encoder in the loss"},
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if tuple(sorted(self.levels)) not in (STYLE_LEVELS, (4,)):
            raise ControlError(f"levels are 1 2 3 4, or 4 alone, got {self.levels}")
        if len(self.widths) not in (0, 4):
            raise ControlError(f"widths are four numbers, or none, got {self.widths}")
        # Not to the end: what is taken over is to be trained, too.
        if not 0 <= self.features_first < 1:
            raise ControlError(f"features_first is a fraction from 0 to less than 1, got {self.features_first}")


class AdaIN:
    """`python -m training adain`."""

    name: ClassVar[str] = "adain"

    def __init__(self, config: AdaINConfig, device: torch.device) -> None:
        self.config = config
        self.encoder, self._encoder_identity = frozen_encoder(config.weights, device)
        self.judge = vgg19_judge(device)
        channels = self.encoder.channels
        self.model: AdaINDecoder | PlainDecoder
        if tuple(config.levels) == (4,):
            self.model = PlainDecoder(channels)
        else:
            self.model = AdaINDecoder(channels[:4], config.widths or stage_widths(channels))
        self._wider: AdaINDecoder | None = None
        if config.start_from is not None:
            tensors, metadata = checkpoints.read(checkpoints.ADAIN, config.start_from)
            widths = metadata.architecture.get("widths")
            if isinstance(self.model, AdaINDecoder) and widths and self.model.widths != tuple(widths):
                tensors = narrowed(tensors, widths, self.model.widths)
                wider = checkpoints.adain_decoder(config.start_from)
                assert isinstance(wider, AdaINDecoder)
                if config.features_first and wider.widths[0] != self.model.widths[0]:
                    raise ControlError("features_first compares full-size stages, which must be equally wide")
                self._wider = wider.requires_grad_(False).to(device)
            # What the checkpoint lacks, because the network has grown since, keeps its initial weights.
            loaded = self.model.load_state_dict(tensors, strict=False)
            if loaded.unexpected_keys:
                raise CheckpointError(f"{config.start_from}: of another network, with {loaded.unexpected_keys}")

    def prepare(self, batch: Batch) -> None:
        """Whiten the input of the paper's decoder; encoder and judge are frozen."""
        if isinstance(self.model, PlainDecoder):
            with torch.no_grad():
                self.model.inverter.whiten_input_(self.encoder(batch.photos[:64], (4,))[4])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Content, style and range loss of a batch stylized at full strength, and their weighted sum."""
        assert batch.paintings is not None
        if self._wider is not None and batch.step < self.config.features_first * self.config.steps:
            return self._distance(batch, self._wider)
        judge = self._judge(batch.step)
        count = len(batch.photos)
        with torch.no_grad():
            both = self.encoder(torch.cat([batch.photos, batch.paintings]), STYLE_LEVELS)
            photos = {level: features[:count] for level, features in both.items()}
            own, target = (
                measure(photos),
                measure({level: features[count:] for level, features in both.items()}),
            )
            if judge is self.encoder:
                photo4, painting = photos[4], target
            else:
                photo4 = judge(batch.photos, (4,))[4]
                painting = measure(judge(batch.paintings, STYLE_LEVELS))
        images = self.model(photos, own, target, grain=batch.step)
        found = judge(images, STYLE_LEVELS)
        with autocast_off(images.device):
            content = content_loss(found[4], photo4)
            style = style_loss(measure(found), painting, STYLE_LEVELS)
            excess = range_loss(images)
        total = content + self.config.lambda_style * style + self.config.lambda_range * excess
        return {"total": total, "content": content, "style": style, "range": excess}

    def _distance(self, batch: Batch, wider: AdaINDecoder) -> dict[str, Tensor]:
        """How far what enters the full-size stage is from what enters that of the wider decoder."""
        assert batch.paintings is not None
        assert isinstance(self.model, AdaINDecoder)
        with torch.no_grad():
            photos = self.encoder(batch.photos, STYLE_LEVELS)
            own, target = measure(photos), measure(self.encoder(batch.paintings, STYLE_LEVELS))
            wanted = wider.entering(1, photos, own, target, batch.step, WHOLE, NOTHING_KNOWN)
        found = self.model.entering(1, photos, own, target, batch.step, WHOLE, NOTHING_KNOWN)
        # Several processes wait for a gradient of every weight.
        unused = sum(weight.sum() for weight in self.model.stages["1"].parameters())
        with autocast_off(found.device):
            wanted = wanted.float()
            distance = nn.functional.mse_loss(found.float(), wanted) / wanted.var(dim=(0, 2, 3)).mean()
        return {"total": distance + 0 * unused, "features": distance}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """Photos in the first row, paintings in the first column, every pair stylized."""
        assert batch.paintings is not None
        photos, paintings = batch.photos[:6], batch.paintings[:6]
        features = self.encoder(photos, STYLE_LEVELS)
        own = measure(features)
        rows = [torch.cat([torch.ones_like(photos[0]), *photos], dim=2)]
        for painting in paintings:
            moments = measure(self.encoder(painting[None], STYLE_LEVELS))
            target = {level: _repeat(m, len(photos)) for level, m in moments.items()}
            rows.append(torch.cat([painting, *model(features, own, target)], dim=2))
        return torch.cat(rows, dim=1)

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        """Each photo in the style of its painting."""
        assert batch.paintings is not None
        features = self.encoder(batch.photos, STYLE_LEVELS)
        target = measure(self.encoder(batch.paintings, STYLE_LEVELS))
        return model(features, measure(features), target).clamp(0, 1)

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        """Nothing: `python -m training evaluate` holds the exported decoder against the ruler."""
        return {}

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """The decoder, bound to the encoder it was trained with."""
        if isinstance(model, PlainDecoder):
            plain = {"channels": list(model.channels), "encoder": self._encoder_identity}
            return [Export(checkpoints.ADAIN, "plain-decoder", plain, model.state_dict())]
        assert isinstance(model, AdaINDecoder)
        architecture: Mapping[str, object] = {
            "features": list(self.encoder.channels[:4]),
            "widths": list(model.widths),
            "skips": list(model.skips),
            "encoder": self._encoder_identity,
        }
        return [Export(checkpoints.ADAIN, "adain-decoder", architecture, model.state_dict())]

    def _judge(self, step: int) -> VGG19:
        return self.judge if step >= self.config.full_after * self.config.steps else self.encoder


def stage_widths(channels: Sequence[int]) -> tuple[int, ...]:
    """Channels of the decoder's stages 1 to 4 beside an encoder with these.

    Beside the slim encoder the full-size stage is twice as wide as its mirror image: it paints what the bottleneck
    has no room for.
    """
    return (32, 32, 64, 128) if tuple(channels) == SLIM else tuple(channels[:4])


def _repeat(moments: Moments, count: int) -> Moments:
    return Moments(moments.mean.expand(count, -1, -1, -1), moments.std.expand(count, -1, -1, -1))
