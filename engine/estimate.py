"""What a stylization will take, in time and memory, before it starts; and the largest one that there is room for."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import torch

from engine.controls import Controls
from engine.errors import OutOfMemory
from engine.memory import is_out_of_memory
from engine.notes import SteppedDown

Done = TypeVar("Done")

# The share of the available memory that may be used: the rest is for others, and for what the figures leave out.
_USABLE = 0.9
# Longer sides, in pixels, below which neither strokes nor results are stepped down.
_SMALLEST_PAINTED = 256
_SMALLEST_RESULT = 512


@dataclass(frozen=True)
class Estimate:
    """What a stylization takes.

    Attributes:
        seconds: from the decoded photo to the result.
        bytes: of the device's memory at the peak, beyond what is taken before. On the CPU that includes the result,
            and encoding it.
    """

    seconds: float
    bytes: int


@dataclass(frozen=True)
class Sizes:
    """Longer sides in pixels: of the result, and of what the networks paint."""

    result: int
    painted: int

    def smaller(self) -> Sizes | None:
        """What to try where these take too much: half the painting, at last half the result. None if nothing is."""
        if self.painted > _SMALLEST_PAINTED:
            return Sizes(self.result, max(_SMALLEST_PAINTED, self.painted // 2))
        if self.result > _SMALLEST_RESULT:
            return Sizes(max(_SMALLEST_RESULT, self.result // 2), self.painted)
        return None

    def notes(self, taken: Sizes, why: str) -> list[SteppedDown]:
        """What to say where other sizes were `taken`."""
        notes = []
        if taken.painted != self.painted:
            notes.append(SteppedDown(self.painted, taken.painted, why))
        if taken.result != self.result:
            notes.append(SteppedDown(self.result, taken.result, why, "result"))
        return notes


@dataclass(frozen=True)
class Cost:
    """What a method takes for each painted pixel; `python -m tests.benchmarks.costs` measures it.

    Attributes:
        bytes: while the pixel goes through the networks.
        tile: as many pixels at most go through them at a time.
        bytes_outside: in the painting and its copies, while others go through.
        seconds: on two CPU cores, of an optimising method for one iteration.
        iterations: of an optimising method, unless controls say otherwise.
    """

    bytes: int
    tile: int
    bytes_outside: int
    seconds: float
    iterations: int = 1


# Photos up to this many pixels go through the networks whole, and the others in tiles that take about as much.
_UNTILED = 1536**2
COSTS: Mapping[str, Cost] = {
    "adain": Cost(310, _UNTILED, 70, 2.1e-7),
    "vae": Cost(310, _UNTILED, 70, 2.0e-7),
    "wct": Cost(450, _UNTILED, 70, 6.0e-7),
    # In one piece at any size: the features that the gradient takes, and what L-BFGS remembers.
    "gatys": Cost(2600, sys.maxsize, 70, 7.0e-7, 40),
}
# A pixel of the result: in 8 bits; in the layout that it is encoded from, and the file; seconds of carrying it up.
_RESULT_BYTES = 3
_ENCODING_BYTES = 5
_RESULT_SECONDS = 1.2e-8
# What paints in one step has the photo go through the decoder as well, below full strength.
_BLENDED = 1.75


def estimate(aspect: float, sizes: Sizes, method: str, controls: Controls, on_cpu: bool = True) -> Estimate:
    """What painting takes on two CPU cores.

    Args:
        aspect: of the photo, the shorter side over the longer.
        on_cpu: whether the networks share their memory with the result.
    """
    # A method that was never measured is taken for the dearest.
    cost = COSTS.get(method) or max(COSTS.values(), key=lambda cost: cost.bytes)
    painted, result = (side * max(1, round(side * aspect)) for side in (sizes.painted, sizes.result))
    networks = cost.bytes * min(painted, cost.tile) + cost.bytes_outside * painted
    # Encoding begins when the networks are done.
    memory = _RESULT_BYTES * result + max(networks, _ENCODING_BYTES * result) if on_cpu else networks
    steps = controls.iterations or cost.iterations
    passes = _BLENDED if steps == 1 and controls.strength < 1 else steps
    return Estimate(passes * cost.seconds * painted + _RESULT_SECONDS * result, memory)


def fitting(
    aspect: float, wanted: Sizes, method: str, controls: Controls, room: int | None, on_cpu: bool = True
) -> tuple[Sizes, list[SteppedDown]]:
    """The largest sizes, of those wanted and smaller ones, for which there is room, and what to say about them.

    Args:
        room: bytes available; None takes the sizes wanted.

    Raises:
        OutOfMemory: there is no room for the smallest.
    """
    if room is None:
        return wanted, []
    needed = first = estimate(aspect, wanted, method, controls, on_cpu).bytes
    sizes = wanted
    while needed > _USABLE * room:
        smaller = sizes.smaller()
        if smaller is None:
            raise OutOfMemory(needed, room)
        sizes = smaller
        needed = estimate(aspect, sizes, method, controls, on_cpu).bytes
    return sizes, wanted.notes(sizes, f"{_megabytes(first)} are needed, and {_megabytes(room)} available")


def within_memory(attempt: Callable[[Sizes], Done], sizes: Sizes, say: Callable[[SteppedDown], None]) -> Done:
    """What `attempt` returns, for smaller sizes if memory runs out, which `say` is told each time.

    Raises:
        OutOfMemory: it ran out for the smallest.
    """
    while True:
        try:
            return attempt(sizes)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            why = str(error).partition("\n")[0] or type(error).__name__
        # Out of the handler, whose error would keep what the attempt had taken.
        smaller = sizes.smaller()
        if smaller is None:
            raise OutOfMemory
        torch.cuda.empty_cache()
        for note in sizes.notes(smaller, why):
            say(note)
        sizes = smaller


class Pace:
    """How fast this machine is: the seconds of the stylizations that it has done, over those of `estimate`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pace = 1.0
        self._seen = 0

    def of(self, expected: float) -> float:
        """The seconds here of what takes `expected` seconds on two CPU cores."""
        return self._pace * expected

    def learn(self, expected: float, taken: float) -> None:
        """Take in a stylization: the first ones set the pace, and each later one moves it by a tenth."""
        if expected <= 0 or taken <= 0:
            return
        with self._lock:
            self._seen += 1
            # Of ratios: once twice as fast and once half as fast is the pace as it was.
            self._pace *= (taken / expected / self._pace) ** max(0.1, 1 / self._seen)


def _megabytes(count: int) -> str:
    return f"{count / 2**20:.0f} MB"
