"""Which jobs take a minute where others take a second."""

from __future__ import annotations

import numpy as np
from sqlalchemy import JSON, ColumnElement, and_, type_coerce

from bot.jobs.sizes import SLOW
from bot.storage.models.jobs import Job, JobKind

# Of the slow method's steps, the first are at a quarter of the size, and the next at half of it: how much of the time
# has passed after how many of the steps.
_STEPS = (0.0, 0.375, 0.75, 1.0)
_WORK = (0.0, 0.06, 0.32, 1.0)
# The others paint quickly whatever the method of their look.
_KINDS = frozenset((JobKind.PAINT, JobKind.ALBUM, JobKind.RENDER))


def takes_long(job: Job) -> bool:
    """Tell whether a job does."""
    return job.kind in _KINDS and job.look.method == SLOW


def worked(job: Job, steps: float) -> float:
    """Return what part of the time a job has taken after a part of its steps; both from 0 to 1."""
    return float(np.interp(steps, _STEPS, _WORK)) if takes_long(job) else steps


def taking_long() -> ColumnElement[bool]:
    """Return the same as a condition of a query."""
    method = type_coerce(Job.look, JSON)["method"].as_string()
    return and_(Job.kind.in_(_KINDS), method.is_not_distinct_from(SLOW))
