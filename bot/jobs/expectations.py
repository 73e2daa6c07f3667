"""How long jobs take at the easel."""

from __future__ import annotations

from bot.jobs.easel import Paints
from bot.jobs.sizes import PHOTO_SIDE
from bot.storage.models.jobs import Job, JobKind
from engine import EngineError

# Before a photo is there, it is taken for as large as Telegram lets photos be, in the usual proportions.
_WIDTH, _HEIGHT = PHOTO_SIDE, PHOTO_SIDE * 3 // 4
_SECONDS = {JobKind.LEARN: 0.5, JobKind.SHEET: 1.5, JobKind.STRIP: 1.5, JobKind.FILM: 8.0}
# How much the last one of a kind counts against those before.
_NEWEST = 0.3
_UNKNOWN_S = 1.0


class Expectations:
    """Goes by the painter's own estimates, and by what jobs of a kind took lately."""

    def __init__(self, painter: Paints) -> None:
        self._painter = painter
        self._seconds = dict(_SECONDS)

    def of(self, job: Job) -> float:
        """Return how many seconds a job will take."""
        if job.kind in self._seconds:
            return self._seconds[job.kind]
        try:
            one = self._painter.estimate(_WIDTH, _HEIGHT, job.look, job.picture.value)
        except (EngineError, ValueError):
            # What is wrong with its look is said when it is painted.
            one = _UNKNOWN_S
        return one * len(job.album_file_ids or (None,))

    def note(self, job: Job, seconds: float) -> None:
        """Learn what a job took."""
        if job.kind in self._seconds:
            self._seconds[job.kind] += _NEWEST * (seconds - self._seconds[job.kind])
