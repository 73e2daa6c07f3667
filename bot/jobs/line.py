"""Who waits for how long: all jobs in flight, in the order in which they will be painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.storage.models.jobs import Job, JobState

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A place in the line: `number` among those who wait, from 1, and seconds until the painting begins, about."""

    number: int
    seconds: float


def places(
    jobs: Iterable[Job],
    *,
    is_painted: Callable[[Job], bool],
    left: Callable[[Job], float],
    takes_long: Callable[[Job], bool],
) -> Mapping[str, Place]:
    """Return the places of all jobs that wait, by their ids.

    Jobs that take long and those that do not stand in two lines, see `bot.jobs.turns`; each is worked at by as many
    as have a job at hand now.

    Args:
        jobs: those in flight.
        is_painted: tells whether a job is at an easel.
        left: seconds that a job will be painted, or will be painted yet.
        takes_long: tells in which line it stands.
    """
    ordered = sorted(jobs, key=_turn)
    workers = max(len({job.lease_owner for job in ordered if job.lease_owner is not None}), 1)
    found: dict[str, Place] = {}
    for line in (True, False):
        number, seconds = 0, 0.0
        for job in ordered:
            if takes_long(job) is not line or job.state is JobState.DELIVERING:
                continue
            if not is_painted(job):
                number += 1
                found[job.id] = Place(number, seconds / workers)
            seconds += left(job)
    return found


def _turn(job: Job) -> tuple[bool, datetime, int, datetime]:
    waits = job.state is JobState.QUEUED
    return waits, _LONG_AGO if waits else job.started_at or _LONG_AGO, job.priority, job.created_at
