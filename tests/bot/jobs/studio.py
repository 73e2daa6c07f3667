"""A person with a photo in the chat, a worker against a real Bot API server, and what is between them.

Only the painting is a stand-in.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import User as TelegramUser

from bot.jobs.worker import Worker
from bot.look import Look, Share
from bot.storage import people
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from tests.bot.jobs.rows import ask
from tests.bot.stand_in import StandInPainter
from tests.person import Json, Person, file_id_of

# What takes long.
SLOWLY = Look((Share("gallery:iris"),), method="gatys")


@dataclass(frozen=True)
class Studio:
    """A person with a photo in the chat, a worker, and what is between them."""

    database: Database
    painter: StandInPainter
    anna: Person
    photo: Json
    start: Callable[..., Worker]

    def wish(self, **changes: Any) -> dict[str, Any]:
        fields = {"chat_id": self.anna.chat_id, "user_id": self.anna.chat_id, "photo_file_id": file_id_of(self.photo)}
        return {**fields, "reply_to_message_id": self.photo["message_id"], **changes}

    async def ask(self, **changes: Any) -> Job:
        async with self.database.transaction() as db:
            return await ask(db, **self.wish(**changes))

    async def ask_as(self, person: Person, **changes: Any) -> Job:
        """Queue a wish of somebody else's, about the same photo, in a chat of their own."""
        async with self.database.transaction() as db:
            await people.remember_user(db, TelegramUser(person.chat_id, "Ben", is_bot=False))
        theirs = {"chat_id": person.chat_id, "user_id": person.chat_id, "reply_to_message_id": None}
        return await self.ask(**{**theirs, **changes})

    async def result(self, after: int = 0) -> Json:
        return await self.anna.wait_for(lambda m: m["from_bot"] and ("photo" in m or "document" in m), after=after)

    async def said(self) -> Json:
        return await self.anna.wait_for(lambda m: m["from_bot"] and "text" in m)

    async def row(self, job: Job) -> Job:
        async with self.database.snapshot() as db:
            return await db.get_one(Job, job.id)

    async def until(self, job: Job, condition: Callable[[Job], bool]) -> Job:
        async with asyncio.timeout(15):
            while True:
                if condition(row := await self.row(job)):
                    return row
                await asyncio.sleep(0.01)

    async def ended(self, job: Job) -> Job:
        return await self.until(job, lambda row: row.finished_at is not None)

    async def pictures(self) -> list[Json]:
        return [m for m in await self.anna.messages() if m["from_bot"] and ("photo" in m or "document" in m)]


def says(words: str, message: Json) -> bool:
    """Tell whether a message of the bot has these words in its text or caption."""
    return bool(message["from_bot"] and words in str(message.get("caption", message.get("text"))))


async def of_the_bot(person: Person) -> list[Json]:
    """Return what the bot has sent to somebody and not removed again."""
    return [message for message in await person.messages() if message["from_bot"] and not message["deleted"]]


async def taken(person: Person, method: str) -> None:
    """Wait until the failure armed for `method` has been taken: the call is under way at this moment."""
    async with asyncio.timeout(15):
        while True:
            if all(fault["method"] != method for fault in await person.faults()):
                return
            await asyncio.sleep(0.01)


def under_way(name: str) -> list[asyncio.Task[Any]]:
    """Return the tasks that have not ended whose coroutines are named so, or have names that begin so."""
    return [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "").startswith(name)]


async def until_under_way(name: str) -> None:
    async with asyncio.timeout(15):
        while True:
            if under_way(name):
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def busy(painter: StandInPainter) -> AsyncIterator[None]:
    """Keep the painter at its next picture for as long as the context is open."""
    painter.free.clear()
    painter.begun.clear()
    yield
    painter.free.set()


async def begun(painter: StandInPainter) -> None:
    assert await asyncio.to_thread(painter.begun.wait, 10), "nothing is painted"
