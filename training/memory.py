"""How much memory a process may still take, read from the system without a library."""

from __future__ import annotations

import os
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def available() -> int:
    """Bytes of memory that this process can take before the machine swaps or its container is killed.

    Linux states it, and a container's limit; elsewhere half of what is built in is taken, or 4 GiB where the system
    does not even say that. Processes that `torchrun` started on this machine share it equally.
    """
    free = _of_the_machine()
    limited = _of_the_container()
    free = free if limited is None else min(free, limited)
    return free // max(1, int(os.environ.get("LOCAL_WORLD_SIZE", "1")))


def _of_the_machine() -> int:
    try:
        return 1024 * _field(_MEMINFO, "MemAvailable:")
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, OSError, ValueError):
        return 4 * 2**30


def _of_the_container() -> int | None:
    try:
        limit, used = ((_CGROUP / f"memory.{name}").read_text() for name in ("max", "current"))
        # File cache counts as used, and is given back when it is needed.
        return int(limit) - int(used) + _field(_CGROUP / "memory.stat", "inactive_file")
    except (OSError, ValueError):
        return None


def _field(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value.split()[0])
    raise ValueError(f"{file} has no {name}")
