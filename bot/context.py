"""What every handler gets besides the update, typed."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot import logs
from bot.fairness import require_room
from bot.jobs import queue
from bot.jobs.wish import JobWish
from bot.limits.rate_limiter import Urgency
from bot.settings import Settings
from bot.storage import switches
from bot.storage.database import Database
from bot.storage.models.jobs import Job

if TYPE_CHECKING:
    from engine import Gallery

_log = logging.getLogger(__name__)

_Data = dict[Any, Any]
EaselApplication = Application[ExtBot[Urgency], "EaselContext", _Data, _Data, _Data, None]


@dataclass(frozen=True)
class Services:
    """What the handlers share.

    `wake_worker` tells the worker that there is a new job, and `wake_collector` that a picture of an album has come.
    """

    settings: Settings
    database: Database
    gallery: Gallery
    wake_worker: Callable[[], None]
    wake_collector: Callable[[], None] = lambda: None

    def install(self, application: EaselApplication) -> None:
        """Make this what the contexts of `application` offer."""
        application.bot_data["services"] = self


class EaselContext(CallbackContext[ExtBot[Urgency], _Data, _Data, _Data]):
    """The context of one update."""

    def __init__(self, application: EaselApplication, chat_id: int | None = None, user_id: int | None = None) -> None:
        super().__init__(application, chat_id, user_id)
        self.update_id = 0
        self.update_origin = ""
        # Whether what was wished for has to wait until maintenance is over.
        self.waits_for_maintenance = False
        self._wishes: Iterator[int] = itertools.count()

    @classmethod
    def from_update(cls, update: object, application: EaselApplication) -> EaselContext:
        """Build the context of an update; called by python-telegram-bot."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.update_id = update.update_id
            context.update_origin = f"{context.settings.bot_id}:{update.update_id}"
        return context

    @property
    def _services(self) -> Services:
        services = self.bot_data["services"]
        assert isinstance(services, Services)
        return services

    @property
    def settings(self) -> Settings:
        """Every setting."""
        return self._services.settings

    @property
    def database(self) -> Database:
        """The database: `async with context.database.transaction() as db`."""
        return self._services.database

    @property
    def gallery(self) -> Gallery:
        """The styles that Easel ships."""
        return self._services.gallery

    def wait_for_album(self) -> None:
        """Have an album answered, of which a picture is in the database, once it is whole."""
        self._services.wake_collector()

    async def enqueue(self, db: AsyncSession, wish: JobWish) -> Job:
        """Make a wish a job in the transaction `db`; the worker hears of it once that is committed.

        Handling the same update again makes the same wishes in the same order, and so no second job.

        Raises:
            TooManyWishes: the person has to wait.
        """
        origin = f"{self.update_origin}:{next(self._wishes)}"
        await require_room(db, self.settings, wish, origin)
        self.waits_for_maintenance = await switches.in_maintenance(db)
        job = await queue.enqueue(db, wish, bot_id=self.settings.bot_id, origin=origin)
        with logs.naming_job(job.id):
            _log.info("a job to %s is queued", job.kind.value)
        event.listen(db.sync_session, "after_commit", lambda _: self._services.wake_worker(), once=True)
        return job
