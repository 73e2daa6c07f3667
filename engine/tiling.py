"""Tiles: parts of a picture that are worked through one at a time, so that memory does not grow with the picture."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Window:
    """A part of a picture, in pixels; `of` is the picture's own height and width."""

    top: int
    left: int
    height: int
    width: int
    of: tuple[int, int]

    def cut(self, x: Tensor) -> Tensor:
        """This part of a tensor `(..., H / s, W / s)` at any stride s by which the window and the picture divide."""
        stride = self.of[0] // x.shape[-2]
        top, left = self.top // stride, self.left // stride
        return x[..., top : top + self.height // stride, left : left + self.width // stride]


@dataclass(frozen=True)
class Tile:
    """What is computed, and what of it is kept.

    Attributes:
        outer: the part that goes through the networks: `inner`, and around it what its pixels depend on.
        inner: the part that this tile answers for; the inner parts of all tiles cover the picture once.
    """

    outer: Window
    inner: Window

    def trim(self, x: Tensor) -> Tensor:
        """The inner part of a tensor `(..., h / s, w / s)` that was computed from the outer part."""
        inner, outer = self.inner, self.outer
        within = Window(inner.top - outer.top, inner.left - outer.left, inner.height, inner.width, self._outer_size)
        return within.cut(x)

    @property
    def _outer_size(self) -> tuple[int, int]:
        return self.outer.height, self.outer.width


def tiles(height: int, width: int, side: int, halo: int) -> list[Tile]:
    """Cut a picture of `height` x `width` into tiles whose inner parts are about `side` x `side` pixels.

    A picture of up to 1.5 `side` x 1.5 `side` pixels is not cut, and has none: it takes about what a tile does.

    Args:
        height, width: multiples of the networks' stride.
        side: a multiple of the stride.
        halo: how far around the inner part the outer one reaches, where the picture does; a multiple of the stride,
            and at least the networks' receptive field to one side.
    """
    if height * width <= 2.25 * side**2:
        return []
    cut = []
    for top in range(0, height, side):
        for left in range(0, width, side):
            bottom, right = min(top + side, height), min(left + side, width)
            inner = Window(top, left, bottom - top, right - left, (height, width))
            up, back = max(0, top - halo), max(0, left - halo)
            down, forth = min(height, bottom + halo), min(width, right + halo)
            cut.append(Tile(Window(up, back, down - up, forth - back, (height, width)), inner))
    return cut
