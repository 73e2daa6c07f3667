"""Job rows for the views, which look at a few columns only."""

from __future__ import annotations

from typing import Any

from bot.look import Look, Share
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind

LOOK = Look((Share("gallery:iris"),), strength=0.7)


def job(**columns: Any) -> Job:
    """Return a job that no database knows."""
    defaults = {
        "id": "0123456789ab",
        "kind": JobKind.PAINT,
        "state": JobState.DONE,
        "look": LOOK,
        "picture": PictureKind.PHOTO,
    }
    return Job(**{**defaults, **columns})
