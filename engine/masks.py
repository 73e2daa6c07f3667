"""Masks: which part of a photo a style is for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from engine.areas import Regions
from engine.colour import luma
from engine.detail import resize
from engine.errors import MaskError

if TYPE_CHECKING:
    from engine.images import Picture

# Pixels of a painted region below which its deepest features, one for each 8 x 8 pixels, are too few to have moments.
FEWEST = 64 * 64
# The least share of a pixel that counts: a mask that was resized rings a little.
_LEAST = 1e-3
# The share of a pixel from which it is as it was painted.
_EDGE = 0.05


@dataclass(frozen=True, eq=False)
class Mask:
    """How much of each pixel belongs to a region: `weights`, float32 `(H, W)` in [0, 1].

    Raises:
        MaskError: another shape, or a weight outside [0, 1].
    """

    weights: Tensor

    def __post_init__(self) -> None:
        weights = self.weights.detach().to("cpu", torch.float32)
        if weights.ndim != 2 or not weights.numel():
            raise MaskError(f"a mask is (height, width), got the shape {tuple(self.weights.shape)}")
        least, most = float(weights.min()), float(weights.max())
        if not (math.isfinite(least + most) and least >= 0 and most <= 1):
            raise MaskError(f"a mask's weights are from 0 to 1, these from {least:g} to {most:g}")
        object.__setattr__(self, "weights", weights)

    @staticmethod
    def from_picture(picture: Picture) -> Mask:
        """White is inside, black is outside, and grey is between; what is transparent is outside."""
        weights = luma(picture.image)[0, 0]
        return Mask((weights if picture.alpha is None else weights * (picture.alpha / 255)).clamp(0, 1))

    def softened(self, radius: float) -> Mask:
        """This mask with edges that fade over about `radius` pixels to each side.

        Raises:
            MaskError: the radius is negative or not finite.
        """
        if not (math.isfinite(radius) and radius >= 0):
            raise MaskError(f"a mask is softened by 0 or more pixels, got {radius}")
        if radius < 1:
            return self
        # Three means in a row are a Gaussian to the eye, whatever the radius, at the same cost.
        weights, box = self.weights[None, None], max(1, round(radius / 3))
        for _ in range(3):
            padded = torch.nn.functional.pad(weights, (box, box, box, box), mode="replicate")
            rows = torch.nn.functional.avg_pool2d(padded, (2 * box + 1, 1), stride=1)
            weights = torch.nn.functional.avg_pool2d(rows, (1, 2 * box + 1), stride=1)
        return Mask(weights[0, 0].clamp(0, 1))


@dataclass(frozen=True, eq=False)
class Division:
    """How masks divide a photo.

    Attributes:
        masks: of all regions, each of the photo's size. Where they overlap they share a pixel.
        painted: the numbers of those that have a style; the others, and what is in no mask, stay as they are.

    Raises:
        MaskError: there is no mask, or one is not of the photo's size.
    """

    masks: Sequence[Mask]
    painted: Sequence[int]
    height: int
    width: int

    def __post_init__(self) -> None:
        if not self.masks:
            raise MaskError("name at least one region: a mask, and its style")
        for mask in self.masks:
            if tuple(mask.weights.shape) != (self.height, self.width):
                size = f"{mask.weights.shape[1]} x {mask.weights.shape[0]}"
                photo = f"{self.width} x {self.height}"
                raise MaskError(f"the mask is {size} pixels and the photo {photo}: make the mask as large")

    def regions(self, height: int, width: int) -> tuple[Regions, list[int]]:
        """The regions of the photo's copy of `height` x `width`, and the numbers of those too small for statistics.

        There is a row for each region that is painted, and a last one for all that stays as it is.
        """
        # One after the other: at full size each is as large as the photo.
        found = torch.stack([resize(mask.weights[None, None], height, width)[0, 0].clamp(0, 1) for mask in self.masks])
        found = torch.where(found < _LEAST, torch.zeros_like(found), found)
        found = (found / found.sum(dim=0).clamp(min=1))[list(self.painted)]
        found = torch.cat([found, 1 - found.sum(dim=0, keepdim=True)])
        area = found.sum(dim=(1, 2))
        # In a small photo every region is small; a sixteenth of it will do there.
        small = area < min(FEWEST, found[0].numel() / 16)
        measured = torch.where(small[:, None, None], torch.ones_like(found), found)
        return Regions(found, measured), [number for row, number in enumerate(self.painted) if small[row]]

    def inside(self) -> Tensor:
        """`(H, W)`: 0 where the photo is in no painted region, 1 where it is, between only in the last of a soft edge.

        The painting is blended by the masks already; this restores to the bit what is none of its business.
        """
        most = torch.zeros(self.height, self.width)
        for number in self.painted:
            most = torch.maximum(most, self.masks[number].weights)
        return most.div_(_EDGE).clamp_(max=1)
