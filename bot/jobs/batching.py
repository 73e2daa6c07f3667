"""Pictures that are alike are painted together: whoever's turn it is takes those along who wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.jobs import sizes
from bot.jobs.commission import Commission
from bot.jobs.easel import Paints
from bot.jobs.hands import AtHand, Hands
from bot.jobs.long_work import takes_long
from bot.jobs.painted import Painted
from bot.storage.models.jobs import Job, JobKind
from engine import Cancelled, ControlError

# How long a turn waits for those at hand that could come along, and are not there yet.
GATHERING_S = 0.005
_KINDS = frozenset((JobKind.PAINT, JobKind.ALBUM, JobKind.RENDER))

_log = logging.getLogger(__name__)

Results = list[Painted | Exception]
"""What became of each of several commissions, in their order."""


class TakenAlong(Exception):
    """Somebody whose turn it is paints these too."""


@dataclass(eq=False)
class Member:
    """A job in line for its turn, with the pictures that it wants painted then.

    Attributes:
        held: the job.
        commissions: the pictures.
        leaves: why it leaves the line before its turn: moot, or taken along.
        has_begun: of one that is taken along, whether its attempt has begun.
        results: of one that is taken along.
    """

    held: AtHand
    commissions: Sequence[Commission]
    leaves: asyncio.Future[Exception] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    has_begun: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    results: asyncio.Future[Results] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def leave(self, reason: Exception) -> None:
        """Leave the line at the next opportunity."""
        if not self.leaves.done():
            self.leaves.set_result(reason)


class Gathering:
    """Those who wait for their turn with pictures of which at most `most` are painted together."""

    def __init__(self, hands: Hands, most: int) -> None:
        self._hands = hands
        self._most = most
        # In the order in which they came.
        self._waiting: list[Member] = []

    @contextmanager
    def waiting(self, member: Member) -> Iterator[None]:
        """Have a job wait, unless it is moot, for as long as the context is open."""

        def leave(moot: asyncio.Future[Exception]) -> None:
            member.leave(moot.result())

        moot = member.held.moot
        if moot.done():
            leave(moot)
        moot.add_done_callback(leave)
        self._waiting.append(member)
        try:
            yield
        finally:
            self._waiting.remove(member)
            moot.remove_done_callback(leave)

    async def companions(self, leader: Member) -> list[Member]:
        """Take those along, in the order of their turns, whose pictures are like those of one whose turn it is."""
        if len(leader.commissions) < self._most and self._others_may_come(leader):
            await asyncio.sleep(GATHERING_S)
        alike, room = likeness(leader.held.job), self._most - len(leader.commissions)
        taken: list[Member] = []
        for member in sorted(self._waiting, key=lambda member: member.held.job.priority):
            if member is leader or member.leaves.done() or likeness(member.held.job) != alike:
                continue
            if len(member.commissions) <= room:
                room -= len(member.commissions)
                member.leave(TakenAlong())
                taken.append(member)
        return taken

    def _others_may_come(self, leader: Member) -> bool:
        here = {member.held.job.id for member in self._waiting}
        alike = likeness(leader.held.job)
        return any(
            held.job.id not in here
            and not held.headway.begun
            and not held.moot.done()
            and held.job.kind in _KINDS
            and likeness(held.job) == alike
            for held in self._hands
        )


def likeness(job: Job) -> Hashable | None:
    """Return what the jobs have in common whose pictures may be painted together; None where they are painted alone.

    Alone is what takes long, what is larger than a photo in a chat, and what may have ended a worker before.
    """
    if job.kind not in _KINDS or job.attempts or takes_long(job):
        return None
    side = sizes.side(job.look, job.picture.value)
    if side > sizes.PHOTO_SIDE:
        return None
    try:
        return job.look.method, sizes.controls(job.look, job.look.method, side)
    except ControlError:
        return None


def paint_all(painter: Paints, commissions: Sequence[Commission], cancelled: Callable[[], bool]) -> Results:
    """Paint together, or one by one if that goes wrong, so that the fault is one picture's.

    Raises:
        engine.Cancelled: `cancelled` said so.
    """
    if len(commissions) > 1:
        try:
            return list(painter.paint_many(commissions, cancelled))
        except Cancelled:
            raise
        except Exception:
            _log.exception("%d pictures cannot be painted together, and are painted one by one", len(commissions))
    return [_painted(painter, one, cancelled) for one in commissions]


def _painted(painter: Paints, one: Commission, cancelled: Callable[[], bool]) -> Painted | Exception:
    try:
        return painter.paint(one.photo, one.look, one.sources, one.kind, one.on_progress, cancelled)
    except Cancelled:
        raise
    except Exception as error:
        return error
