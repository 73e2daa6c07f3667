from bot.jobs import queue
from bot.jobs.before import before
from bot.jobs.delivered import Delivered
from bot.look import Look
from bot.storage.database import Database
from bot.storage.models import Job
from bot.styles import Titled
from tests.bot.jobs.rows import ask
from tests.bot.stand_in import GALLERY


def credit(name: str) -> str:
    return GALLERY[name].credit


async def painted(database: Database, style: str, message_id: int, file_id: str) -> Job:
    async with database.transaction() as db:
        job = await ask(db, look=Look.of(style))
    async with database.transaction() as db:
        assert await queue.lease(db, "worker", 30.0)
        await queue.complete(db, job.id, "worker", Delivered(message_id, file_id))
    return job


async def test_the_last_painting_of_the_message_is_what_there_was(database: Database) -> None:
    await painted(database, "gallery:iris", 5, "first")
    last = await painted(database, "gallery:wave", 5, "second")
    await painted(database, "gallery:iris", 6, "of another message")
    async with database.transaction() as db:
        was = await before(db, await ask(db, edit_message_id=5), credit)
    assert was is not None
    assert was.job.id == last.id
    assert list(was.styles) == [Titled("wave", credit("wave"))]


async def test_there_was_nothing_where_a_message_held_no_painting(database: Database) -> None:
    await painted(database, "gallery:iris", 5, "painting")
    async with database.transaction() as db:
        assert await before(db, await ask(db, edit_message_id=7), credit) is None
        assert await before(db, await ask(db), credit) is None
