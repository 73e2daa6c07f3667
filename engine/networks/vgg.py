"""VGG-19 up to relu5_1 (Simonyan & Zisserman 2015), in any width.

The first ReLU of each block, relu1_1 ... relu5_1, is called a *level*, 1 to 5; level l has a stride of 2^(l-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import torch
from torch import Tensor, nn

from engine.networks.convolution import Convolution, Padding

LEVELS = (1, 2, 3, 4, 5)
FULL = (64, 128, 256, 512, 512)
SLIM = (16, 32, 64, 128, 128)

_CONVOLUTIONS_PER_BLOCK = (2, 2, 4, 4, 1)

LAYERS = tuple(
    f"{kind}{block}_{index}"
    for block, count in enumerate(_CONVOLUTIONS_PER_BLOCK, start=1)
    for index in range(1, count + 1)
    for kind in ("conv", "relu")
)
"""Every layer by its name in the literature, from conv1_1 (before its ReLU) and relu1_1 to relu5_1."""

Pooling = Literal["max", "average"]


class VGG19(nn.Module):
    """Photos or paintings `(B, 3, H, W)`, sRGB in [0, 1] -> features of the levels asked for.

    Args:
        channels: channels of the five blocks; `FULL` is the original.
        padding: "reflect" keeps features near the frame like those inside; "zeros" is the original.
        pooling: "max" is the original; "average" lets more of the gradient through (Gatys et al. 2016, section 2).
    """

    mean: Tensor
    std: Tensor

    def __init__(self, channels: Sequence[int] = FULL, padding: Padding = "reflect", pooling: Pooling = "max") -> None:
        super().__init__()
        self.pooling = pooling
        if len(channels) != len(LEVELS):
            raise ValueError(f"VGG-19 has {len(LEVELS)} blocks, got channels for {len(channels)}: {tuple(channels)}")
        self.channels = tuple(channels)
        self.blocks = nn.ModuleList()
        previous = 3
        for width, count in zip(channels, _CONVOLUTIONS_PER_BLOCK, strict=True):
            block = nn.ModuleList()
            for _ in range(count):
                block.append(Convolution(previous, width, padding))
                previous = width
            self.blocks.append(block)
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

    @property
    def dtype(self) -> torch.dtype:
        """The dtype of the weights, and of the features."""
        return next(self.parameters()).dtype

    def forward(self, images: Tensor, levels: Iterable[int] = LEVELS) -> dict[int, Tensor]:
        """Features by level: level l is `(B, channels[l-1], H / 2^(l-1), W / 2^(l-1))`, rounded down.

        Raises:
            ValueError: a level outside 1 to 5.
        """
        wanted = set(levels)
        if not wanted <= set(LEVELS):
            raise ValueError(f"VGG levels are 1 to 5, got {sorted(wanted)}")
        deepest = max(wanted)
        features: dict[int, Tensor] = {}
        x = self._standardise(images)
        for level, block in enumerate(self.blocks, start=1):
            if level > 1:
                x = self._pool(x)
            for index, convolution in enumerate(_convolutions(block)):
                x = convolution.rectified(x)
                if index == 0 and level in wanted:
                    features[level] = x
                if index == 0 and level == deepest:
                    return features
        return features

    def layers(self, images: Tensor, names: Iterable[str]) -> dict[str, Tensor]:
        """Features of single layers of `LAYERS`: conv or relu b_i is `(B, channels[b-1], H / 2^(b-1), W / 2^(b-1))`.

        Nothing above the deepest layer asked for is computed.

        Raises:
            ValueError: a name that is not in `LAYERS`.
        """
        wanted = set(names)
        if unknown := wanted - set(LAYERS):
            raise ValueError(f"VGG layers are conv1_1, relu1_1, ... conv5_1, relu5_1, got {sorted(unknown)}")
        features: dict[str, Tensor] = {}
        x = self._standardise(images)
        for level, block in enumerate(self.blocks, start=1):
            if level > 1:
                x = self._pool(x)
            for index, convolution in enumerate(_convolutions(block), start=1):
                if len(features) == len(wanted):
                    return features
                x = convolution(x)
                if (name := f"conv{level}_{index}") in wanted:
                    features[name] = x
                    x = torch.relu(x)
                else:
                    x = torch.relu_(x)
                if (name := f"relu{level}_{index}") in wanted:
                    features[name] = x
        return features

    def _pool(self, x: Tensor) -> Tensor:
        if self.pooling == "average":
            return nn.functional.avg_pool2d(x, 2)
        if torch.is_grad_enabled() or x.device.type != "cpu":
            return nn.functional.max_pool2d(x, 2)
        # Torch's own pooling finds where each maximum was as well, and takes more than twice as long.
        x = x[..., : x.shape[-2] // 2 * 2, : x.shape[-1] // 2 * 2]
        rows = torch.maximum(x[..., ::2, :], x[..., 1::2, :])
        return torch.maximum(rows[..., ::2], rows[..., 1::2])

    def _standardise(self, images: Tensor) -> Tensor:
        dtype = (
            torch.get_autocast_dtype(images.device.type)
            if torch.is_autocast_enabled(images.device.type)
            else self.dtype
        )
        # (x - mean) / std in one pass, which with three channels last is twice as fast as in two.
        with torch.autocast(images.device.type, enabled=False):
            mean, std = (values.flatten().to(images.dtype) for values in (self.mean, self.std))
            return nn.functional.batch_norm(images, mean, std.square(), eps=0.0).to(dtype)


def _convolutions(block: nn.Module) -> list[Convolution]:
    return [layer for layer in block.children() if isinstance(layer, Convolution)]


@torch.no_grad()
def normalise_activations_(network: VGG19, photos: Tensor) -> list[Tensor]:
    """Rescale every channel so that its mean activation over `photos` `(B, 3, H, W)` is 1, in place.

    Returns what each convolution's channels were divided by, `(C,)` each, for `rescale_activations_`.

    ReLU and max pooling are positively homogeneous, so scaling one convolution's outputs and undoing it in
    the next one's inputs changes no feature but for its unit (Gatys et al. 2016, section 2). A channel that
    is almost always silent keeps a floor, else noise would be blown up to the loudness of the others.
    """
    x = network._standardise(photos)
    undo: Tensor | None = None
    divisors: list[Tensor] = []
    for level, block in enumerate(network.blocks, start=1):
        if level > 1:
            x = network._pool(x)
        for convolution in _convolutions(block):
            assert convolution.bias is not None
            if undo is not None:
                convolution.weight.mul_(undo.view(1, -1, 1, 1))
            x = torch.relu_(convolution(x))
            loudness = x.float().mean(dim=(0, 2, 3))
            loudness = loudness.clamp(min=0.05 * float(loudness.mean()))
            convolution.weight.div_(loudness.view(-1, 1, 1, 1))
            convolution.bias.div_(loudness)
            x = x / loudness.view(1, -1, 1, 1).to(x.dtype)
            undo = loudness
            divisors.append(loudness)
    return divisors


@torch.no_grad()
def rescale_activations_(network: VGG19, divisors: Sequence[Tensor]) -> None:
    """Divide each convolution's channels by `divisors`, `(C,)` each, and undo it in the next one, in place.

    Raises:
        ValueError: not one divisor for each channel of each convolution.
    """
    convolutions = [convolution for block in network.blocks for convolution in _convolutions(block)]
    if [len(divisor) for divisor in divisors] != [convolution.out_channels for convolution in convolutions]:
        raise ValueError("each of VGG-19's convolutions needs one divisor for each of its channels")
    undo: Tensor | None = None
    for convolution, divisor in zip(convolutions, divisors, strict=True):
        assert convolution.bias is not None
        if undo is not None:
            convolution.weight.mul_(undo.view(1, -1, 1, 1))
        convolution.weight.div_(divisor.view(-1, 1, 1, 1))
        convolution.bias.div_(divisor)
        undo = divisor
