"""One training run in several processes, as `torchrun` starts them; without it, one process that is alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from engine.errors import ControlError
from engine.precision import Precision
from training.recipes.protocol import Config

# Longer than any process may take over its pictures, which are decoded before the first step.
_PATIENCE = timedelta(minutes=20)


@dataclass(frozen=True)
class Processes:
    """This process among those of its run: the `rank`-th of `count`, on `device`."""

    device: torch.device
    rank: int = 0
    count: int = 1

    @property
    def leads(self) -> bool:
        """Whether this is the one process that writes files and reports."""
        return self.rank == 0

    def share(self, config: Config) -> tuple[int, int]:
        """This process's crops of each step: the index of the first, and how many.

        Raises:
            ControlError: the batch does not divide into even parts.
        """
        parts = self.count * config.accumulate
        if config.batch_size % (2 * parts):
            raise ControlError(
                f"a batch of {config.batch_size} crops does not divide into {self.count} processes with "
                f"{config.accumulate} parts each, of an even size: --batch-size is a multiple of {2 * parts}"
            )
        count = config.batch_size // self.count
        return self.rank * count, count

    def parallel(self, module: nn.Module) -> nn.Module:
        """`module` with its gradients averaged over all processes, and its weights those of the first."""
        return module if self.count == 1 else DistributedDataParallel(module)

    def apart(self, module: nn.Module) -> AbstractContextManager[None]:
        """While this is open, the gradients of a module from `parallel` stay with their process."""
        return module.no_sync() if isinstance(module, DistributedDataParallel) else nullcontext()

    def sum(self, values: Tensor) -> Tensor:
        """The sum of `values` over all processes, in place: the same bits in each of them."""
        if self.count > 1:
            distributed.all_reduce(values)
        return values

    def agree(self, value: int) -> bool:
        """Whether `value` is the same in all processes; the answer is."""
        bounds = torch.tensor([value, -value], device=self.device)
        if self.count > 1:
            distributed.all_reduce(bounds, distributed.ReduceOp.MAX)
        return bool(bounds[0] == -bounds[1])

    def wait(self) -> None:
        """Return once all processes are here."""
        self.sum(torch.zeros(1, device=self.device)).item()


@contextmanager
def joined(device: str) -> Iterator[Processes]:
    """The processes that `torchrun` started, told by RANK, WORLD_SIZE and LOCAL_RANK: NCCL on CUDA, else gloo.

    Args:
        device: `auto`, `cpu` or `cuda`; a process takes the CUDA device of its local rank.

    Raises:
        ControlError: several processes were given one and the same CUDA device.
        DeviceUnavailable: there is no such device.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Processes(Precision.best(device).device)
        return
    if device not in ("auto", "cpu", "cuda"):
        raise ControlError(f"{count} processes cannot share {device}: under torchrun --device is auto, cpu or cuda")
    chosen = Precision.best(device).device
    if chosen.type == "cuda":
        chosen = Precision.best(f"cuda:{os.environ['LOCAL_RANK']}").device
        torch.cuda.set_device(chosen)
    own = chosen if chosen.type == "cuda" else None
    distributed.init_process_group("nccl" if own else "gloo", timeout=_PATIENCE, device_id=own)
    yield Processes(chosen, distributed.get_rank(), count)
    # Not after an error: the others may be waiting for this process, and only its end tells them.
    distributed.destroy_process_group()
