import pytest
from sqlalchemy import select

from bot.jobs import queue
from bot.jobs.long_work import takes_long, taking_long, worked
from bot.look import Look, Share
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobKind
from tests.bot.jobs.rows import ask

QUICK = Look((Share("gallery:iris"),))
SLOW = Look((Share("gallery:iris"),), method="gatys")
WCT = Look((Share("gallery:iris"),), method="wct")


@pytest.mark.parametrize(
    ("kind", "look", "long"),
    [
        (JobKind.PAINT, SLOW, True),
        (JobKind.ALBUM, SLOW, True),
        (JobKind.RENDER, SLOW, True),
        (JobKind.PAINT, QUICK, False),
        (JobKind.PAINT, WCT, False),
        (JobKind.SHEET, SLOW, False),
        (JobKind.LEARN, SLOW, False),
    ],
)
async def test_rows_and_queries_agree_on_what_takes_long(
    database: Database, kind: JobKind, look: Look, long: bool
) -> None:
    async with database.transaction() as db:
        job = await ask(db, kind=kind, look=look)
    async with database.snapshot() as db:
        found = list(await db.scalars(select(Job).where(taking_long())))
    assert takes_long(job) is long
    assert [one.id for one in found] == ([job.id] if long else [])


def test_the_last_steps_take_most_of_the_time_where_they_are_on_the_whole_picture() -> None:
    slow, quick = Job(kind=JobKind.PAINT, look=SLOW), Job(kind=JobKind.PAINT, look=QUICK)
    parts = [worked(slow, step / 8) for step in range(9)]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)
    assert parts[6] < 0.5
    assert worked(quick, 0.75) == 0.75


async def test_a_worker_with_long_work_at_hand_takes_what_is_short(database: Database) -> None:
    async with database.transaction() as db:
        await ask(db, look=SLOW)
        short = await ask(db, look=QUICK, user_id=8)
    async with database.transaction() as db:
        taken = await queue.lease(db, "worker", 30.0, besides=taking_long())
        assert taken is not None
        assert taken.id == short.id
        assert await queue.lease(db, "worker", 30.0, besides=taking_long()) is None
        assert await queue.lease(db, "worker", 30.0) is not None
