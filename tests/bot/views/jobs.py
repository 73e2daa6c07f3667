"""Job rows for the views, which look at a few columns only."""

from __future__ import annotations

from typing import Any

from bot.storage.models import Job, JobKind, JobState


def job(**columns: Any) -> Job:
    """Return a job that no database knows."""
    defaults = {
        "id": "0123456789ab",
        "kind": JobKind.PAINT,
        "state": JobState.DONE,
        "style": "gallery:iris",
        "strength": 0.7,
        "keep_colours": False,
        "as_file": False,
    }
    return Job(**{**defaults, **columns})
