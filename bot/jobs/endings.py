"""What becomes of a job in the end: it is delivered, cancelled or held for a maintainer; or else put off."""

from __future__ import annotations

import logging
import random
from collections import OrderedDict
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import refusals
from bot.jobs import queue
from bot.jobs.delivered import Delivered
from bot.jobs.delivery import Delivery
from bot.jobs.errors import PicturesForbidden, ResultTooLarge
from bot.jobs.presenter import Presenter
from bot.jobs.tidying import Tidying
from bot.jobs.workshop import Workshop
from bot.limits.retry_after import seconds_of
from bot.storage import chats, people
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind
from bot.storage.moments import now

# How long after a failure of Telegram or the network the same job is tried again: doubled each time.
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 60.0
# After so long nobody waits for a painting any more.
GIVE_UP_AFTER = timedelta(hours=24)
# Jobs whose failed deliveries are counted.
COUNTED = 256

_log = logging.getLogger(__name__)


class Endings:
    """Ends the jobs of a worker, whose name in its leases is `owner`.

    All methods raise `SQLAlchemyError` where the database fails; the job's lease then lapses, and it is taken up again.
    """

    def __init__(
        self,
        *,
        database: Database,
        delivery: Delivery,
        present: Presenter,
        owner: str,
        tidying: Tidying,
        workshop: Workshop,
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._present = present
        self._owner = owner
        self._tidying = tidying
        self._workshop = workshop
        self._failures: OrderedDict[str, int] = OrderedDict()

    async def complete(self, job: Job, delivered: Delivered, error: str | None = None) -> None:
        """End a job whose result, or the `error` in its place, has reached its person."""
        # Or it would be taken up again, and reach the person a second time.
        is_mine = await self._database.persist(lambda db: queue.complete(db, job, self._owner, delivered, error))
        self.let_go(job)
        _log.info("delivered %.2f s after it was asked for", (now() - job.created_at).total_seconds())
        if not is_mine:
            await self._tidying.after_losing(job, delivered)
        if job.progress_message_id is not None:
            await self._tidying.after(job, delivered.message_id)
        if error is None:
            await self._tidying.after_overtaking(job, delivered)

    async def cancel(self, job: Job, reason: str) -> None:
        """End a job that nobody wants any more."""
        _log.info("the job is cancelled: %s", reason)
        async with self._database.transaction() as db:
            await queue.cancel(db, job.id, self._owner, reason)
        self.let_go(job)

    async def hold(self, job: Job, error: Exception) -> None:
        """Put a job aside, for a maintainer to look at."""
        async with self._database.transaction() as db:
            await queue.hold(db, job.id, self._owner, _words(error))
        self.let_go(job)
        await self._tidying.after(job)

    async def after_refusal(self, job: Job, error: TelegramError) -> None:
        """Decide what becomes of a job that Telegram or the network refused."""
        _log.warning("Telegram: %s: %s", type(error).__name__, error)
        match error:
            case RetryAfter():
                await self._put_off(job, error, seconds_of(error) + random.uniform(0, 0.5))
            case Forbidden():
                async with self._database.transaction() as db:
                    # In a group it is the group that has thrown the bot out.
                    if job.chat_id == job.user_id:
                        await people.mark_blocked(db, job.user_id)
                await self.cancel(job, f"Forbidden: {error}")
            case ChatMigrated(new_chat_id=chat_id):
                async with self._database.transaction() as db:
                    await queue.follow(db, job.chat_id, chat_id)
                    await chats.follow(db, job.chat_id, chat_id)
                await self._put_off(job, error, 0.0)
            case NetworkError() if isinstance(error, BadRequest) or refusals.is_too_large(error):
                await self._say_why(job, error)
                await self.hold(job, error)
            case _ if now() - job.created_at > GIVE_UP_AFTER:
                await self.hold(job, error)
            case _:
                # An upload whose answer got lost may have arrived; coming twice is better than never.
                wait = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** self._count_failure(job))
                await self._put_off(job, error, wait * random.uniform(0.8, 1.2))

    def let_go(self, job: Job) -> None:
        """Forget what was kept for a job that has come to its end, here at least."""
        self._workshop.forget(job)
        self._failures.pop(job.id, None)

    async def _say_why(self, job: Job, error: NetworkError) -> None:
        """Tell the person in words why a result does not come that Telegram has refused, if it takes those."""
        if job.kind is JobKind.RENDER or refusals.takes_no_words(error):
            return
        try:
            await self._delivery.text(job, self._present.failed(job, _reason(error)))
        except TelegramError as second:
            _log.warning("nor can the person be told: %s", second)

    def _count_failure(self, job: Job) -> int:
        """Return how often the job's delivery has failed before."""
        before = self._failures.pop(job.id, 0)
        self._failures[job.id] = before + 1
        if len(self._failures) > COUNTED:
            self._failures.popitem(last=False)
        return before

    async def _put_off(self, job: Job, error: Exception, seconds: float) -> None:
        async with self._database.transaction() as db:
            await queue.put_off(db, job.id, self._owner, seconds, _words(error))


def _reason(error: NetworkError) -> Exception:
    if refusals.is_too_large(error):
        return ResultTooLarge()
    return PicturesForbidden() if refusals.forbids_pictures(error) else error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
