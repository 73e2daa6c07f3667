"""The batches of a run, prepared ahead of the step that needs them."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from time import monotonic

import numpy as np
import torch
from torch import Tensor

from training.crops import Box, Crops, to_device
from training.data import OnDevice, Pictures
from training.recipes.protocol import Batch, Config

# Crops cut on the CPU, or, of pictures that the device holds, where to cut.
_Prepared = list[Tensor | list[Box]]


class Feed:
    """This process's share of each step: crops `first` .. `first + count - 1` of `config.batch_size`.

    Attributes:
        waited: seconds that the consumer of `batches` spent waiting for a batch so far.
    """

    def __init__(
        self,
        photos: Pictures,
        paintings: Pictures | None,
        config: Config,
        device: torch.device,
        first: int = 0,
        count: int | None = None,
    ) -> None:
        self.waited = 0.0
        self._crops = [
            Crops(pictures, config.crop, config.zoom, config.seed, stream)
            for stream, pictures in enumerate((photos, paintings))
            if pictures is not None
        ]
        self._seed = config.seed
        self._workers = config.workers
        self._device = device
        self._first = first
        self._count = config.batch_size if count is None else count

    def batch(self, step: int, first: int | None = None, count: int | None = None) -> Batch:
        """One batch, at once; `first` and `count` are this process's share where not given.

        Raises:
            DataError: nearly all pictures turn out to be unreadable.
        """
        first = self._first if first is None else first
        return self._finish(step, first, self._prepare(step, first, self._count if count is None else count))

    def batches(self, steps: range) -> Generator[Batch]:
        """The batches of `steps` in order, the same as `batch` gives.

        `config.workers` threads decode and crop, two batches more than there are threads ahead at most. CUDA is only
        ever called from the consumer's thread, on its current stream. The threads have ended when the iterator is
        exhausted, fails or is closed.

        Raises:
            DataError: nearly all pictures turn out to be unreadable.
        """
        pool = ThreadPoolExecutor(self._workers, "feed")
        ahead: deque[tuple[int, Future[_Prepared]]] = deque()
        waiting = iter(steps)

        def order(number: int) -> None:
            for step in islice(waiting, number):
                ahead.append((step, pool.submit(self._prepare, step, self._first, self._count)))

        try:
            order(self._workers + 1)
            while ahead:
                began = monotonic()
                step, prepared = ahead.popleft()
                order(1)
                batch = self._finish(step, self._first, prepared.result())
                self.waited += monotonic() - began
                yield batch
        finally:
            pool.shutdown(cancel_futures=True)

    def _prepare(self, step: int, first: int, count: int) -> _Prepared:
        """What needs no device; several threads run this."""
        prepared: _Prepared = []
        for crops in self._crops:
            if isinstance(crops.pictures, OnDevice):
                prepared.append(crops.boxes(step, count, first))
            else:
                cut = crops.batch(step, count, first)
                prepared.append(_to_float(cut) if self._device.type == "cpu" else cut)
        return prepared

    def _finish(self, step: int, first: int, prepared: _Prepared) -> Batch:
        images = []
        for crops, part in zip(self._crops, prepared, strict=True):
            pixels = crops.cut(part) if isinstance(part, list) else part
            if not pixels.is_floating_point():
                pixels = to_device(pixels, self._device).float().div_(255)
            images.append(pixels.contiguous(memory_format=torch.channels_last))
        return Batch(step, images[0], images[1] if len(images) > 1 else None, first, self._seed)


def _to_float(crops: Tensor) -> Tensor:
    """Uint8 `(B, 3, S, S)` on the CPU to [0, 1], in the calling thread alone."""
    values = np.divide(crops.permute(0, 2, 3, 1).numpy(), np.float32(255), dtype=np.float32)
    return torch.from_numpy(values).permute(0, 3, 1, 2)
