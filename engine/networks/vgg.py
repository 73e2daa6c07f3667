"""VGG-19 up to relu5_1 (Simonyan & Zisserman 2015), in any width.

The first ReLU of each block, relu1_1 ... relu5_1, is called a *level*, 1 to 5; level l has a stride of 2^(l-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn

from engine.networks.convolution import Convolution, Padding

LEVELS = (1, 2, 3, 4, 5)
FULL = (64, 128, 256, 512, 512)
SLIM = (16, 32, 64, 128, 128)

_CONVOLUTIONS_PER_BLOCK = (2, 2, 4, 4, 1)


class VGG19(nn.Module):
    """Photos or paintings `(B, 3, H, W)`, sRGB in [0, 1] -> features of the levels asked for.

    Args:
        channels: channels of the five blocks; `FULL` is the original.
        padding: "reflect" keeps features near the frame like those inside; "zeros" is the original.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, channels: Sequence[int] = FULL, padding: Padding = "reflect") -> None:
        super().__init__()
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
                x = nn.functional.max_pool2d(x, 2)
            for index, convolution in enumerate(_convolutions(block)):
                x = torch.relu_(convolution(x))
                if index == 0 and level in wanted:
                    features[level] = x
                if index == 0 and level == deepest:
                    return features
        return features

    def _standardise(self, images: Tensor) -> Tensor:
        dtype = (
            torch.get_autocast_dtype(images.device.type)
            if torch.is_autocast_enabled(images.device.type)
            else self.dtype
        )
        return ((images - self.mean) / self.std).to(dtype)


def _convolutions(block: nn.Module) -> list[Convolution]:
    return [layer for layer in block.children() if isinstance(layer, Convolution)]


@torch.no_grad()
def normalise_activations_(network: VGG19, photos: Tensor) -> None:
    """Rescale every channel so that its mean activation over `photos` `(B, 3, H, W)` is 1, in place.

    ReLU and max pooling are positively homogeneous, so scaling one convolution's outputs and undoing it in
    the next one's inputs changes no feature but for its unit (Gatys et al. 2016, section 2). A channel that
    is almost always silent keeps a floor, else noise would be blown up to the loudness of the others.
    """
    x = network._standardise(photos)
    undo: Tensor | None = None
    for level, block in enumerate(network.blocks, start=1):
        if level > 1:
            x = nn.functional.max_pool2d(x, 2)
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
