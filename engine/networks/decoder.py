"""Decoders: features and a painting's moments -> an image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from engine.networks.convolution import Convolution, PixelConvolution
from engine.networks.inverter import Inverter
from engine.statistics import Moments, moments, normalise, rescale, style_vector

STYLE_LEVELS = (1, 2, 3, 4)
_FIELDS = 4


class AdaINDecoder(nn.Module):
    """From relu4_1 back to pixels, with the moments of all four levels put back on the way.

    Huang & Belongie 2017 give relu4_1 the painting's moments and decode. A slim bottleneck carries too little
    colour for that, so each upsampled stage is normalised and given moments again (cf. Sheng et al. 2018,
    "Avatar-Net"), here through a linear map of the painting's moments of all levels: linear, so that a mixture of
    paintings is a mixture of their moments at every stage. The photo's own relu3_1 and relu2_1, normalised, join at
    their stages, for edges that the bottleneck no longer resolves.

    Where a photo is flat, nothing says where a stroke should lie, and a convolution left to itself lays them on a
    grid. Grain, a few fields of noise mixed into the two coarser stages (cf. Karras et al. 2019, "StyleGAN", section
    3.2), gives them places; the same seed gives the same places.

    Args:
        features: channels of the encoder's levels 1 to 4.
        widths: channels of the decoder's stages 1 to 4, at the same strides.
        skips: levels whose normalised photo features join their stage.
    """

    def __init__(
        self,
        features: Sequence[int] = (16, 32, 64, 128),
        widths: Sequence[int] = (32, 48, 64, 128),
        skips: Sequence[int] = (2, 3),
    ) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.skips = tuple(skips)
        style = 2 * sum(features)
        self.bottleneck = nn.Sequential(
            Convolution(features[3], widths[3]), nn.ReLU(inplace=True), Convolution(widths[3], widths[2])
        )
        self.stages = nn.ModuleDict()
        for level in (3, 2, 1):
            below = 3 if level == 1 else widths[level - 2]
            self.stages[str(level)] = Stage(
                widths[level - 1], below, style, depth=2 if level == 3 else 1, grainy=level > 1
            )
        self.joins = nn.ModuleDict(
            {str(level): nn.Conv2d(features[level - 1], widths[level - 1], 1) for level in skips}
        )
        for join in self.joins.values():
            assert isinstance(join, nn.Conv2d)
            assert join.bias is not None
            nn.init.zeros_(join.bias)

    def forward(
        self,
        features: Mapping[int, Tensor],
        own: Mapping[int, Moments],
        target: Mapping[int, Moments],
        seed: int = 0,
    ) -> Tensor:
        """Decode the photo's features with `target` moments in place of its `own`.

        Args:
            features: the photo's levels, at least 4 and the skips, `(B, C_l, H / 2^(l-1), W / 2^(l-1))`.
            own: the photo's moments at these levels.
            target: the moments wanted, at levels 1 to 4.
            seed: of the grain, which is the same for all images of a batch.

        Returns:
            Images `(B, 3, H, W)`, float32, not clamped; H and W are 8 x those of level 4.
        """
        style = style_vector({level: target[level] for level in STYLE_LEVELS})
        scale = target[4].std / own[4].std
        generator = torch.Generator().manual_seed(seed)
        x = self.bottleneck(rescale(features[4], scale, target[4].mean - own[4].mean * scale))
        for level in (3, 2, 1):
            x = nn.functional.interpolate(x, scale_factor=2, mode="nearest")
            join = self.joins[str(level)](normalise(features[level], own[level])) if level in self.skips else None
            x = self.stages[str(level)](x, join, style, generator)
        return x


class PlainDecoder(nn.Module):
    """From relu4_1 back to pixels with the painting's moments given once, at relu4_1, and no normalisation after it.

    The decoder of Huang & Belongie 2017 (section 5), but for its residual blocks.

    Args:
        channels: of the encoder's five blocks.
    """

    def __init__(self, channels: Sequence[int]) -> None:
        super().__init__()
        self.channels = tuple(channels)
        self.inverter = Inverter(4, channels)

    def forward(
        self,
        features: Mapping[int, Tensor],
        own: Mapping[int, Moments],
        target: Mapping[int, Moments],
        seed: int = 0,
    ) -> Tensor:
        """As `AdaINDecoder`; only level 4 is read, and there is no grain to seed."""
        scale = target[4].std / own[4].std
        return self.inverter(rescale(features[4], scale, target[4].mean - own[4].mean * scale))


class Stage(nn.Module):
    """One resolution of the decoder: normalise, add grain, give the style's moments, convolve."""

    def __init__(self, width: int, below: int, style: int, depth: int, grainy: bool) -> None:
        super().__init__()
        self.grain = nn.Conv2d(_FIELDS, width, 1, bias=False) if grainy else None
        if self.grain is not None:
            nn.init.normal_(self.grain.weight, std=0.15)
        self.affine = nn.Linear(style, 2 * width)
        nn.init.normal_(self.affine.weight, std=0.02)
        with torch.no_grad():
            self.affine.bias.copy_(torch.cat([torch.ones(width), torch.zeros(width)]))
        self.inner = nn.ModuleList(Convolution(width, width) for _ in range(depth))
        self.outer = PixelConvolution(width) if below == 3 else Convolution(width, below)

    def forward(self, x: Tensor, join: Tensor | None, style: Tensor, generator: torch.Generator) -> Tensor:
        """`x` and `join` `(B, width, H, W)`, style `(B, style)` -> `(B, below, H, W)`."""
        if join is not None:
            x = x + join
        own = moments(x)
        if self.grain is not None:
            fields = torch.randn(1, _FIELDS, *x.shape[-2:], generator=generator)
            grain = self.grain(fields.to(device=x.device, dtype=x.dtype))
            x = torch.addcmul(x, grain, own.std.to(x.dtype))
        with torch.autocast(x.device.type, enabled=False):
            affine = nn.functional.linear(style, self.affine.weight.float(), self.affine.bias.float())
        scale, shift = affine[:, :, None, None].chunk(2, dim=1)
        scale = scale / own.std
        x = torch.relu_(rescale(x, scale, shift - own.mean * scale))
        for convolution in self.inner:
            x = torch.relu_(convolution(x))
        return self.outer(x)
