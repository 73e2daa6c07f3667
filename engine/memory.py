"""How much memory there is, and whether it has run out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import torch

# How PyTorch's allocator on the CPU puts it, C++, cuBLAS and cuDNN, and oneDNN: as RuntimeError all of them.
_RAN_OUT = (
    "DefaultCPUAllocator: can't allocate memory",
    "std::bad_alloc",
    "_STATUS_ALLOC_FAILED",
    "could not create a primitive",
)


def available(device: torch.device, root: Path = Path("/")) -> int | None:
    """The bytes that this process can still take on a device, or None where nobody says.

    On the CPU that is the least of what the machine has (/proc/meminfo) and of what each control group that this
    process is in leaves it (the limits of containers and services), and besides what the process has freed and kept.
    """
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return int(free) + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    limits = [*_of_machine(root), *_of_groups(root)]
    return max(0, min(limits)) + kept() if limits else None


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is how Python, PyTorch or CUDA say that memory has run out."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _RAN_OUT)


def _of_machine(root: Path) -> Iterator[int]:
    for line in _lines(root / "proc/meminfo"):
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) * 1024


def _of_groups(root: Path) -> Iterator[int]:
    for line in _lines(root / "proc/self/cgroup"):
        number, controllers, group = line.split(":", 2)
        if number == "0" and not controllers:
            yield from _limits(root / "sys/fs/cgroup", group, ("memory.max", "memory.current", "inactive_file"))
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _limits(root / "sys/fs/cgroup/memory", group, names)


def _limits(mount: Path, group: str, names: tuple[str, str, str]) -> Iterator[int]:
    """What the group and those around it leave; in a container its own is often mounted as the outermost."""
    limit, usage, cache = names
    inside = PurePosixPath(group.lstrip("/"))
    for folder in (mount / inside, *(mount / outer for outer in inside.parents)):
        most, used = _number(folder / limit), _number(folder / usage)
        if most is None or used is None:
            continue
        # Pages of files that nobody reads any more give way.
        given_up = sum(int(line.split()[1]) for line in _lines(folder / "memory.stat") if line.startswith(f"{cache} "))
        yield most - used + given_up


def _number(file: Path) -> int | None:
    said = "".join(_lines(file)).strip()
    return int(said) if said.isdigit() else None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except OSError:
        return []


class _Mallinfo2(ctypes.Structure):
    """glibc's `struct mallinfo2` (2.33)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def kept() -> int:
    """The bytes that this process has freed, and that `engine.allocation` has glibc keep for it."""
    mallinfo2 = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if mallinfo2 is None:
        return 0
    mallinfo2.restype = _Mallinfo2
    return int(mallinfo2().fordblks)
