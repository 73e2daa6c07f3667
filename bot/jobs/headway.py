"""How far one job is, and how long it will take yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine import Picture, Progress

# A method that has not said yet how far it is looks nearly done at most.
_MOST_BY_TIME = 0.9
# What has come to its last step is not done before it says so.
_MOST_BY_STEPS = 0.99
_LEAST_LEFT_S = 1.0


class Headway:
    """What is known of the painting of one job: the thread that paints reports, others read.

    Args:
        expected: seconds that it will take at the easel.
        worked: returns what part of them a part of its steps takes.
        clock: returns the time in seconds.
    """

    def __init__(
        self,
        expected: float,
        worked: Callable[[float], float] = float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._expected = expected
        self._worked = worked
        self._clock = clock
        self._begun_at: float | None = None
        self._at_the_easel = False
        self._done = 0.0
        self._preview: Picture | None = None

    @property
    def begun(self) -> bool:
        """Whether it has been at the easel."""
        return self._begun_at is not None

    @property
    def at_the_easel(self) -> bool:
        """Whether it is being painted at this moment."""
        return self._at_the_easel

    def begin(self) -> None:
        """Note that it is its turn; a job of several pictures has several."""
        self._begun_at = self._begun_at or self._clock()
        self._at_the_easel = True

    def end(self) -> None:
        """Note that its turn is over."""
        self._at_the_easel = False

    def skip(self) -> None:
        """Note that it need not be painted any more."""
        self.begin()
        self.end()

    def report(self, progress: Progress, part: int = 0, parts: int = 1) -> None:
        """Note what the painter says about one of the job's pictures: number `part`, from 0, of `parts`."""
        done = self._worked(progress.done / max(progress.total, 1))
        self._done = max(self._done, (part + done) / parts)
        if progress.preview is not None:
            self._preview = progress.preview

    def take_preview(self) -> Picture | None:
        """Return how the painting looks, once; None if nothing new has been shown."""
        preview, self._preview = self._preview, None
        return preview

    @property
    def fraction(self) -> float:
        """How much is done, from 0 to 1; by the time that it took so far, where the method tells nothing."""
        if self._done:
            return min(self._done, _MOST_BY_STEPS)
        return min(self._elapsed / max(self._expected, _LEAST_LEFT_S), _MOST_BY_TIME)

    @property
    def left(self) -> float:
        """Seconds that it will take yet: at first what was expected, later by its own pace."""
        if not self._done:
            return max(self._expected - self._elapsed, _LEAST_LEFT_S) if self.begun else self._expected
        undone = 1 - min(self._done, _MOST_BY_STEPS)
        by_pace = self._elapsed * undone / self._done
        # First steps tell little of the rest.
        trust = min(2 * self._done, 1.0)
        return max(trust * by_pace + (1 - trust) * undone * self._expected, _LEAST_LEFT_S)

    @property
    def _elapsed(self) -> float:
        return 0.0 if self._begun_at is None else self._clock() - self._begun_at
