"""Decoders: features and a painting's moments -> an image."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, cast

import torch
from torch import Tensor, nn

from engine.areas import WHOLE, Area
from engine.networks.convolution import Convolution, PixelConvolution
from engine.networks.doubling import finish
from engine.networks.inverter import Inverter
from engine.statistics import Moments, style_vector
from engine.tiling import Window

STYLE_LEVELS = (1, 2, 3, 4)
NOTHING_KNOWN: Mapping[int, Moments] = MappingProxyType({})
# The stages that have grain, coarse to fine, and how many fields of noise it is mixed from.
_GRAINY = (3, 2)
_FIELDS = 4
# What is kept of grain: of a picture of so many pixels it takes 10 MB.
_KEPT_PIXELS = 2_000_000


@dataclass(frozen=True, eq=False)
class Grain:
    """The noise that places strokes, `(1, 4, H / 2^(l-1), W / 2^(l-1))` by level, of a whole picture or a part."""

    fields: Mapping[int, Tensor]

    @staticmethod
    def draw(seed: int, height: int, width: int) -> Grain:
        """That of a picture of so many pixels; the same seed gives the same."""
        return _last_drawn(seed, height, width) if height * width <= _KEPT_PIXELS else _drawn(seed, height, width)

    def window(self, window: Window) -> Grain:
        """That of a part of the picture."""
        return Grain({level: window.cut(fields) for level, fields in self.fields.items()})


def _drawn(seed: int, height: int, width: int) -> Grain:
    generator = torch.Generator().manual_seed(seed)
    return Grain(
        {
            level: torch.randn(1, _FIELDS, height >> level - 1, width >> level - 1, generator=generator)
            for level in _GRAINY
        }
    )


# Photos in a chat have one size, or that on its side: what was drawn for one serves the next.
_last_drawn = functools.lru_cache(maxsize=2)(_drawn)


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

    normalised: ClassVar[tuple[int, ...]] = (3, 2, 1)
    """The levels of the stages that normalise, in the order in which they do."""

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
        for level in self.normalised:
            below = 3 if level == 1 else widths[level - 2]
            self.stages[str(level)] = Stage(
                widths[level - 1], below, style, depth=2 if level == 3 else 1, finishes=level == 1
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
        grain: Grain | int = 0,
        area: Area = WHOLE,
        known: Mapping[int, Moments] = NOTHING_KNOWN,
    ) -> Tensor:
        """Decode the photo's features with `target` moments in place of its `own`.

        Args:
            features: the photo's levels, at least 4 and the skips, `(B, C_l, H / 2^(l-1), W / 2^(l-1))`.
            own: the photo's moments at these levels, a row for each of `area`.
            target: the moments wanted, at levels 1 to 4, one row or as many.
            grain: or the seed to draw it with; it is the same for all images of a batch.
            area: which pixels a row of moments speaks for.
            known: the moments of what enters a stage, where they are not to be measured.

        Returns:
            Images `(B, 3, H, W)`, float32, not clamped; H and W are 8 x those of level 4.
        """
        return self._decode(features, own, target, grain, area, known, until=None)

    def entering(
        self,
        level: int,
        features: Mapping[int, Tensor],
        own: Mapping[int, Moments],
        target: Mapping[int, Moments],
        grain: Grain | int,
        area: Area,
        known: Mapping[int, Moments],
    ) -> Tensor:
        """What enters the stage of `level`, of which `known` wants the moments: arguments as `forward`'s."""
        return self._decode(features, own, target, grain, area, known, until=level)

    def _decode(
        self,
        features: Mapping[int, Tensor],
        own: Mapping[int, Moments],
        target: Mapping[int, Moments],
        grain: Grain | int,
        area: Area,
        known: Mapping[int, Moments],
        until: int | None,
    ) -> Tensor:
        style = style_vector({level: target[level] for level in STYLE_LEVELS})
        if isinstance(grain, int):
            grain = Grain.draw(grain, 8 * features[4].shape[2], 8 * features[4].shape[3])
        scale = target[4].std / own[4].std
        x = self.bottleneck(area.rescale(features[4], scale, target[4].mean - own[4].mean * scale))
        for level in self.normalised:
            stage = cast(Stage, self.stages[str(level)])
            if not stage.finishes:
                x = nn.functional.interpolate(x, scale_factor=2, mode="nearest")
            if level in self.skips:
                scale = 1 / own[level].std
                join = self.joins[str(level)](area.rescale(features[level], scale, -own[level].mean * scale))
                x = x.add_(join) if len(join) <= len(x) else x + join
            if level == until:
                return x
            x = stage(x, known.get(level) or area.moments(x), style, grain.fields.get(level), area)
        return x


class PlainDecoder(nn.Module):
    """From relu4_1 back to pixels with the painting's moments given once, at relu4_1, and no normalisation after it.

    The decoder of Huang & Belongie 2017 (section 5), but for its residual blocks.

    Args:
        channels: of the encoder's five blocks.
    """

    normalised: ClassVar[tuple[int, ...]] = ()

    def __init__(self, channels: Sequence[int]) -> None:
        super().__init__()
        self.channels = tuple(channels)
        self.inverter = Inverter(4, channels)

    def forward(
        self,
        features: Mapping[int, Tensor],
        own: Mapping[int, Moments],
        target: Mapping[int, Moments],
        grain: Grain | int = 0,
        area: Area = WHOLE,
        known: Mapping[int, Moments] = NOTHING_KNOWN,
    ) -> Tensor:
        """As `AdaINDecoder`; only level 4 is read, there is no grain, and no stage to know the moments of."""
        scale = target[4].std / own[4].std
        return self.inverter(area.rescale(features[4], scale, target[4].mean - own[4].mean * scale))


class Stage(nn.Module):
    """One resolution of the decoder: normalise, add grain, give the style's moments, convolve.

    The last one, which has no grain, enlarges what enters it after it is normalised, as only its convolutions need to
    know (`engine.networks.doubling`).
    """

    def __init__(self, width: int, below: int, style: int, depth: int, finishes: bool) -> None:
        super().__init__()
        self.finishes = finishes
        self.grain = None if finishes else nn.Conv2d(_FIELDS, width, 1, bias=False)
        if self.grain is not None:
            nn.init.normal_(self.grain.weight, std=0.15)
        self.affine = nn.Linear(style, 2 * width)
        nn.init.normal_(self.affine.weight, std=0.02)
        with torch.no_grad():
            self.affine.bias.copy_(torch.cat([torch.ones(width), torch.zeros(width)]))
        self.inner = nn.ModuleList(Convolution(width, width) for _ in range(depth))
        self.outer = PixelConvolution(width) if finishes else Convolution(width, below)

    def forward(self, x: Tensor, own: Moments, style: Tensor, fields: Tensor | None, area: Area) -> Tensor:
        """`x` `(B, width, H, W)`, its moments, styles `(R, style)` -> `(B, below, H, W)`; the last `(B, 3, 2H, 2W)`.

        Args:
            fields: of noise, `(1, 4, H, W)`, where the stage has grain.
        """
        with torch.autocast(x.device.type, enabled=False):
            affine = nn.functional.linear(style, self.affine.weight.float(), self.affine.bias.float())
        loud, shift = affine[:, :, None, None].chunk(2, dim=1)
        scale = loud / own.std
        x = area.rescale(x, scale, shift - own.mean * scale)
        if self.grain is not None:
            assert fields is not None
            # As if added, times the deviation, before all is divided by that.
            grain = self.grain(fields.to(device=x.device, dtype=x.dtype))
            x = x.add_(grain * area.spread(loud, x).to(x.dtype))
        x = torch.relu_(x)
        if self.finishes:
            return self._finish(x)
        for convolution in self.inner:
            x = cast(Convolution, convolution).rectified(x)
        return self.outer(x)

    def _finish(self, x: Tensor) -> Tensor:
        (inner,) = self.inner
        assert isinstance(inner, Convolution)
        assert inner.bias is not None
        assert self.outer.bias is not None
        return finish(x, (inner.weight, inner.bias), (self.outer.weight, self.outer.bias))
