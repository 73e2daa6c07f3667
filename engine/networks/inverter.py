"""Inverters: the features of one level -> the image that they were read from."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.networks.convolution import Convolution, PixelConvolution

# Residual blocks at the strides of levels 1 to 5. Depth is cheap where the grid is coarse, and that is where most is
# to be guessed.
DEPTHS = (1, 1, 2, 2, 2)
# Adam moves each weight by about the learning rate, and so a layer's output by that times its inputs: a wide layer
# needs a smaller rate than a narrow one (Yang et al. 2022, "Tensor Programs V"). Rates are relative to this width.
_NARROW = 16


class Inverter(nn.Module):
    """The decoder of one level, trained to reconstruct (Li et al. 2017, "Universal Style Transfer", section 3.1).

    It mirrors the encoder's strides and channels, not its layers: residual blocks train faster than a plain chain of
    the same cost, and no layer normalises, so that what WCT does to the features reaches the picture.

    Args:
        level: of the features, 1 to 5.
        channels: of the encoder's five blocks.
        depths: residual blocks at the strides of levels 1 to 5.
    """

    def __init__(self, level: int, channels: Sequence[int], depths: Sequence[int] = DEPTHS) -> None:
        super().__init__()
        self.level = level
        self.enter = Convolution(channels[level - 1], channels[level - 1])
        self.stages = nn.ModuleList()
        for stage in range(level, 0, -1):
            width = channels[stage - 1]
            blocks = [Residual(width) for _ in range(depths[stage - 1])]
            last = PixelConvolution(width) if stage == 1 else Convolution(width, channels[stage - 2])
            self.stages.append(nn.Sequential(*blocks, last))
        for layer in self.modules():
            if isinstance(layer, Convolution):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                layer.rate = _NARROW / layer.in_channels
                _bias(layer).data.zero_()
        for layer in self.modules():
            if isinstance(layer, Residual):
                nn.init.zeros_(layer.outer.weight)
        # The first pictures are grey: from there on training is several times faster than from noise.
        nn.init.zeros_(self._last.weight)
        nn.init.constant_(_bias(self._last), 0.45)

    @property
    def _last(self) -> Convolution:
        last = list(self.stages.children())[-1]
        assert isinstance(last, nn.Sequential)
        convolution = last[-1]
        assert isinstance(convolution, Convolution)
        return convolution

    def forward(self, features: Tensor) -> Tensor:
        """Features `(B, C, H, W)` of the level -> images `(B, 3, S H, S W)`, S its stride; float32, not clamped."""
        return self.part(features, len(self.stages))

    def part(self, features: Tensor, stages: int) -> Tensor:
        """What the first `stages` of the level's stages, one for each stride from its own down, make of `features`."""
        x = self.enter(features)
        for index, stage in enumerate(list(self.stages)[:stages]):
            if index:
                x = nn.functional.interpolate(x, scale_factor=2, mode="nearest")
            x = stage(x)
        return x

    def continue_as_(self, shallower: Inverter) -> None:
        """Take over the stages of the inverter of the level before this one, which follow on this one's first.

        Raises:
            RuntimeError: it is of other widths or depths.
        """
        for mine, other in zip(list(self.stages)[1:], shallower.stages, strict=True):
            mine.load_state_dict(other.state_dict())

    @torch.no_grad()
    def whiten_input_(self, features: Tensor, epsilon: float = 1e-2) -> None:
        """Begin with a first layer that makes these features `(B, C, H, W)` uncorrelated, of mean 0 and variance 1.

        A photo's channels are strongly correlated, and gradient descent is slow along what they barely differ in,
        which is where the detail is.
        """
        flat = features.double().transpose(0, 1).flatten(1)
        mean = flat.mean(dim=1)
        values, vectors = torch.linalg.eigh(torch.cov(flat))
        root = (values.clamp(min=0) + epsilon * values.mean()).rsqrt()
        whitening = ((vectors * root) @ vectors.T).to(self.enter.weight.dtype)
        self.enter.weight.zero_()
        self.enter.weight[:, :, 1, 1] = whitening
        _bias(self.enter).copy_(-(whitening @ mean.to(whitening.dtype)))


class Residual(nn.Module):
    """x + conv(relu(conv(x))), `(B, C, H, W)` -> the same."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = Convolution(width, width)
        self.outer = Convolution(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """The sum."""
        return x + self.outer(self.inner.rectified(x))


def _bias(layer: nn.Conv2d) -> Tensor:
    assert layer.bias is not None
    return layer.bias
