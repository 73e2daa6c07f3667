"""What processes have had of the processor, as Linux counts it in /proc."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def seconds(pid: int, *, without: int | None = None) -> float:
    """Return the processor seconds of a process and of its children so far, those that have ended included.

    ``without`` is a child that is not counted, nor are its own.
    """
    # Of each process: its parent, and its time with that of the children that have ended; see proc_pid_stat(5).
    stats = {int(folder.name): _stat(folder) for folder in Path("/proc").iterdir() if folder.name.isdigit()}
    family, total = [pid], 0.0
    while family:
        member = family.pop()
        total += sum(int(field) for field in stats[member][11:15]) / _TICKS_PER_S
        family += [child for child, stat in stats.items() if stat and int(stat[1]) == member and child != without]
    return total


def _stat(folder: Path) -> list[str]:
    """Return the fields behind the process's name, which may hold spaces; none if it has just ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return (folder / "stat").read_text().rpartition(")")[2].split()
    return []
