"""Why a job need not be finished: nobody is told, since it was the person's own wish."""

from __future__ import annotations


class MootError(Exception):
    """Nobody waits for the job any more."""


class CalledOff(MootError):
    """The person has called it off."""

    def __str__(self) -> str:
        return "called off"


class LeaseLost(MootError):
    """The lease has lapsed, and the job is another worker's, or waits for one."""

    def __str__(self) -> str:
        return "not this worker's any more"
