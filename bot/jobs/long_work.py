"""Which jobs take a minute where others take a second."""

from __future__ import annotations

from sqlalchemy import JSON, ColumnElement, and_, type_coerce

from bot.jobs.sizes import SLOW
from bot.storage.models import Job, JobKind

# The others paint quickly whatever the method of their look.
_KINDS = frozenset((JobKind.PAINT, JobKind.ALBUM, JobKind.RENDER))


def takes_long(job: Job) -> bool:
    """Tell whether a job does."""
    return job.kind in _KINDS and job.look.method == SLOW


def taking_long() -> ColumnElement[bool]:
    """Return the same as a condition of a query."""
    method = type_coerce(Job.look, JSON)["method"].as_string()
    return and_(Job.kind.in_(_KINDS), method.is_not_distinct_from(SLOW))
