"""Seeded random crops: what a step sees depends on (seed, step, global index) alone.

A run that is resumed, or spread over more processes, sees the same pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.data import OnDevice, Pictures

# Bounds what padding takes: 100 MiB in half precision for crops cut from 512 x 512.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Box:
    """A crop before it is cut: `side` x `side` pixels from (`top`, `left`) of `pixels` (3, H, W), maybe mirrored."""

    pixels: Tensor
    top: int
    left: int
    side: int
    mirrored: bool


@dataclass(frozen=True)
class Crops:
    """Seeded square crops of `size` pixels, cut from between `size` and `zoom` x `size` pixels and reduced.

    Streams 0, 1 and 2 are the photos and the paintings of a run, and the photos of its export.
    """

    pictures: Pictures
    size: int
    zoom: float
    seed: int
    stream: int

    def batch(self, step: int, count: int, first: int = 0) -> Tensor:
        """Crops `first` .. `first + count - 1` of `step`: uint8 `(count, 3, size, size)`, where the pictures are.

        Raises:
            DataError: nearly all pictures turn out to be unreadable.
        """
        if isinstance(self.pictures, OnDevice):
            return self.cut(self.boxes(step, count, first))
        # One at a time, for a box keeps its whole picture.
        crops = np.empty((count, self.size, self.size, 3), np.uint8)
        for index in range(count):
            crops[index] = _cut(self._box(step, first + index), self.size)
        return torch.from_numpy(crops).permute(0, 3, 1, 2)

    def boxes(self, step: int, count: int, first: int = 0) -> list[Box]:
        """Where `batch` cuts; nothing is asked of the device yet."""
        return [self._box(step, first + index) for index in range(count)]

    def cut(self, boxes: Sequence[Box]) -> Tensor:
        """The crops in `boxes` of pictures on the device, uint8 `(B, 3, size, size)`, without waiting for it."""
        parts = (boxes[index : index + _TOGETHER] for index in range(0, len(boxes), _TOGETHER))
        return torch.cat([resample(part, self.size) for part in parts])

    def _box(self, step: int, index: int) -> Box:
        random = np.random.Generator(np.random.Philox(key=[self.seed * 4096 + self.stream, step * 65536 + index]))
        pixels = self.pictures.draw(random)
        _, height, width = pixels.shape
        longest = min(height, width, self.size * self.zoom)
        side = round(random.uniform(min(self.size, longest), longest))
        top, left = int(random.integers(height - side + 1)), int(random.integers(width - side + 1))
        return Box(pixels, top, left, side, bool(random.random() < 0.5))


def _cut(box: Box, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """One crop `(size, size, 3)` on the CPU."""
    rows, columns = slice(box.top, box.top + box.side), slice(box.left, box.left + box.side)
    # Copied in numpy: torch would start a team of OpenMP threads in each of the threads that crop.
    crop = np.ascontiguousarray(box.pixels.permute(1, 2, 0).numpy()[rows, columns])
    if box.side != size:
        planes = torch.from_numpy(crop).permute(2, 0, 1)[None]
        resized = torch.nn.functional.interpolate(planes, (size, size), mode="bilinear", antialias=True)
        crop = resized[0].permute(1, 2, 0).numpy()
    return crop[:, ::-1] if box.mirrored else crop


def resample(boxes: Sequence[Box], size: int, dtype: torch.dtype | None = None) -> Tensor:
    """Crops of pictures on one device, uint8 `(B, 3, size, size)`: antialiased bilinear, all in two matrix products.

    The same filter as `interpolate(..., mode="bilinear", antialias=True)`, to rounding: that function has no batched
    form for crops of different sides. Per crop there is one copy, into a stack padded to the longest side.
    """
    device = boxes[0].pixels.device
    # The 256 levels are exact in half precision, and the weights near enough to miss none by more than one.
    dtype = dtype or (torch.float16 if device.type == "cuda" else torch.float32)
    longest = max(box.side for box in boxes)
    with torch.no_grad(), torch.autocast(device.type, enabled=False):
        padded = torch.zeros((len(boxes), 3, longest, longest), dtype=dtype, device=device)
        for target, box in zip(padded, boxes, strict=True):
            rows, columns = slice(box.top, box.top + box.side), slice(box.left, box.left + box.side)
            target[:, : box.side, : box.side] = box.pixels[:, rows, columns]
        numbers = to_device(torch.tensor([[box.side, box.mirrored] for box in boxes], dtype=torch.float32), device)
        sides, mirrored = numbers[:, :1, None], numbers[:, 1:, None]
        down = _triangles(sides, size, longest)
        across = torch.where(mirrored > 0, down.flip(1), down)
        down, across = (weights[:, None].to(dtype) for weights in (down, across))
        return (down @ padded @ across.mT).round_().clamp_(0, 255).to(torch.uint8)


def _triangles(sides: Tensor, size: int, longest: int) -> Tensor:
    """Weights `(B, size, longest)` that take `sides` (B, 1, 1) pixels to `size`, each row of sum 1; 0 beyond a side."""
    pixels = torch.arange(longest, device=sides.device) + 0.5
    scale = sides / size
    centres = scale * (torch.arange(size, device=sides.device) + 0.5)[:, None]
    weights = (1 - (pixels - centres).abs() / scale.clamp(min=1)).clamp(min=0) * (pixels < sides)
    return weights / weights.sum(-1, keepdim=True)


def to_device(tensor: Tensor, device: torch.device) -> Tensor:
    """Send a tensor from the CPU, to CUDA without waiting for what is queued there."""
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor.to(device)
