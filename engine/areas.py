"""Where statistics hold: over each whole picture, or over each of several regions of one picture.

What a method does to features is the same either way: measure moments or covariances, and map each pixel affinely by
what was measured. In a picture with regions the map differs from pixel to pixel, and where regions overlap softly it is
the mean of theirs, so that a style flows into the next without a seam (cf. Gatys et al. 2017, "Controlling Perceptual
Factors in Neural Style Transfer", section 4, there with guided Gram matrices).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.statistics import (
    EPSILON,
    Covariances,
    Moments,
    covariances,
    moments,
    rescale,
    weighted_covariances,
    weighted_moments,
)
from engine.tiling import Window


class Area(ABC):
    """Rows of statistics, and the pixels that each row speaks for."""

    @abstractmethod
    def weights(self, features: Tensor) -> Tensor:
        """How many pixels of `features` `(B, C, H, W)` each row's statistics are of, float64 `(R,)`."""

    @abstractmethod
    def moments(self, features: Tensor) -> Moments:
        """The moments of each row, `(R, C, 1, 1)`."""

    @abstractmethod
    def covariances(self, features: Tensor) -> Covariances:
        """The mean and the covariance matrix of each row."""

    @abstractmethod
    def spread(self, rows: Tensor, features: Tensor) -> Tensor:
        """Rows' values `(R or 1, C, 1, 1)` where they hold: what `features` can be multiplied by or added to."""

    @abstractmethod
    def rescale(self, features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """`features * scale + shift`, with each row's own scale and shift `(R or 1, C, 1, 1)`."""

    @abstractmethod
    def transform(self, features: Tensor, matrix: Tensor, centre: Tensor, offset: Tensor) -> Tensor:
        """`matrix (f - centre) + offset`, with each row's own `(R, C, C)`, `(R, C)` and `(R, C)`, float32."""

    @abstractmethod
    def window(self, window: Window) -> Area:
        """The same rows within a part of the picture."""


@dataclass(frozen=True)
class Whole(Area):
    """A row for each picture of a batch."""

    def weights(self, features: Tensor) -> Tensor:
        """See `Area.weights`."""
        batch, _, height, width = features.shape
        return torch.full((batch,), float(height * width), dtype=torch.float64)

    def moments(self, features: Tensor) -> Moments:
        """See `Area.moments`."""
        return moments(features)

    def covariances(self, features: Tensor) -> Covariances:
        """See `Area.covariances`."""
        return covariances(features)

    def spread(self, rows: Tensor, features: Tensor) -> Tensor:
        """See `Area.spread`."""
        return rows

    def rescale(self, features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """See `Area.rescale`."""
        return rescale(features, scale, shift)

    def transform(self, features: Tensor, matrix: Tensor, centre: Tensor, offset: Tensor) -> Tensor:
        """See `Area.transform`."""
        pixels = features.permute(0, 2, 3, 1)
        # In float32, as `centre` is.
        centred = pixels.flatten(1, 2) - centre[:, None]
        # One picture may be painted in several styles, or several in one.
        batch = max(len(centred), len(matrix))
        moved = torch.baddbmm(offset[:, None], centred.expand(batch, -1, -1), matrix.mT.expand(batch, -1, -1))
        return moved.view(batch, *pixels.shape[1:]).permute(0, 3, 1, 2).to(features.dtype)

    def window(self, window: Window) -> Whole:
        """See `Area.window`."""
        return self


WHOLE = Whole()


@dataclass(frozen=True, eq=False)
class Regions(Area):
    """A row for each region of one picture.

    Attributes:
        shares: float32 `(R, H, W)`; of each pixel, how much belongs to each region. They add up to 1.
        measured: the same shape; how much each pixel counts in each region's statistics. As `shares`, but for a region
            too small to have statistics of its own, which takes those of the whole picture.
    """

    shares: Tensor
    measured: Tensor

    def weights(self, features: Tensor) -> Tensor:
        """See `Area.weights`."""
        return self._at(self.measured, features).double().sum(dim=(1, 2)).cpu()

    def moments(self, features: Tensor) -> Moments:
        """See `Area.moments`."""
        return weighted_moments(features, self._at(self.measured, features))

    def covariances(self, features: Tensor) -> Covariances:
        """See `Area.covariances`."""
        return weighted_covariances(features, self._at(self.measured, features))

    def spread(self, rows: Tensor, features: Tensor) -> Tensor:
        """See `Area.spread`."""
        shares = self._at(self.shares, features)
        everywhere = rows.flatten(1).expand(len(shares), -1)
        return (shares.flatten(1).T @ everywhere).view(1, *shares.shape[1:], -1).permute(0, 3, 1, 2)

    def rescale(self, features: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """See `Area.rescale`."""
        scales, shifts = self.spread(scale, features), self.spread(shift, features)
        return torch.addcmul(shifts, features.float(), scales).to(features.dtype)

    def transform(self, features: Tensor, matrix: Tensor, centre: Tensor, offset: Tensor) -> Tensor:
        """See `Area.transform`."""
        shares = self._at(self.shares, features).flatten(1)
        pixels = features.permute(0, 2, 3, 1)
        flat = pixels.flatten(0, 2).float()
        moved = torch.zeros_like(flat)
        for share, m, c, o in zip(shares, matrix, centre, offset, strict=True):
            moved += share[:, None] * torch.addmm(o, flat - c, m.T)
        return moved.view(pixels.shape).permute(0, 3, 1, 2).to(features.dtype)

    def window(self, window: Window) -> Regions:
        """See `Area.window`."""
        return self.each(window.cut)

    def each(self, change: Callable[[Tensor], Tensor]) -> Regions:
        """These regions with a change to the masks `(R, H, W)` of both kinds."""
        return Regions(change(self.shares), change(self.measured))

    @staticmethod
    def _at(weights: Tensor, features: Tensor) -> Tensor:
        """`(R, H, W)` at the stride of `features`: the mean of the pixels that each of its own covers."""
        stride = weights.shape[-2] // features.shape[-2]
        return torch.nn.functional.avg_pool2d(weights[None], stride)[0] if stride > 1 else weights


class MomentsOfTiles:
    """The moments of a picture from those of its tiles (Chan et al. 1979, equation 2.1)."""

    def __init__(self) -> None:
        self._weight: Tensor | None = None
        self._mean = self._squares = torch.empty(0)

    def add(self, features: Tensor, area: Area) -> None:
        """Take in one tile's features."""
        found, weight = area.moments(features), area.weights(features).view(-1, 1, 1, 1)
        mean = found.mean.double().cpu()
        squares = (found.std.double().cpu().square() - EPSILON).clamp(min=0) * weight
        if self._weight is None:
            self._weight, self._mean, self._squares = weight, mean, squares
            return
        total = self._weight + weight
        share = weight / total.clamp(min=1e-12)
        step = mean - self._mean
        self._squares = self._squares + squares + step.square() * self._weight * share
        self._mean = self._mean + step * share
        self._weight = total

    def moments(self, like: Tensor) -> Moments:
        """Those of all tiles so far, on the device of `like`."""
        assert self._weight is not None
        std = (self._squares / self._weight.clamp(min=1e-12) + EPSILON).sqrt()
        return Moments(self._mean.float().to(like.device), std.float().to(like.device))


class CovariancesOfTiles:
    """The covariances of a picture from those of its tiles (Chan et al. 1979, equation 2.1, for vectors)."""

    def __init__(self) -> None:
        self._weight: Tensor | None = None
        self._mean = self._products = torch.empty(0)

    def add(self, features: Tensor, area: Area) -> None:
        """Take in one tile's features."""
        found, weight = area.covariances(features), area.weights(features)
        mean, products = found.mean.cpu(), found.matrix.cpu() * (weight - 1).clamp(min=0).view(-1, 1, 1)
        if self._weight is None:
            self._weight, self._mean, self._products = weight, mean, products
            return
        total = self._weight + weight
        share = (weight / total.clamp(min=1e-12))[:, None]
        step = mean - self._mean
        between = step[:, :, None] * step[:, None, :] * (self._weight[:, None] * share)[..., None]
        self._products = self._products + products + between
        self._mean = self._mean + step * share
        self._weight = total

    def covariances(self) -> Covariances:
        """Those of all tiles so far."""
        assert self._weight is not None
        return Covariances(self._mean, self._products / (self._weight - 1).clamp(min=1).view(-1, 1, 1))
