from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot import application
from bot.context import EaselApplication, EaselContext, Services
from bot.intake import Intake
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from tests.bot.jobs.rows import wish
from tests.bot.stand_in import GALLERY
from tests.bot.test_intake import BOT_ID, message


@pytest.fixture
def wakes() -> list[str]:
    return []


@pytest.fixture
def built(database: Database, wakes: list[str]) -> EaselApplication:
    settings = Settings(telegram_token=f"{BOT_ID}:test")  # type: ignore[arg-type]
    built = application.build(settings, Intake(database, BOT_ID))
    Services(settings, database, GALLERY, lambda: wakes.append("wake")).install(built)
    return built


@pytest.fixture
def context_of(built: EaselApplication) -> Callable[[int], EaselContext]:
    return lambda update_id: EaselContext.from_update(message(update_id), built)


async def test_an_update_handled_again_makes_the_same_jobs(
    database: Database, context_of: Callable[[int], EaselContext]
) -> None:
    made = []
    for update_id in (1, 1, 2):
        context = context_of(update_id)
        async with context.database.transaction() as db:
            made.append([(await context.enqueue(db, wish(photo_file_id=name))).id for name in "ab"])
    first, again, other = made
    assert first == again
    assert not set(first) & set(other)
    async with database.snapshot() as db:
        assert await db.scalar(select(func.count()).select_from(Job)) == 4


async def test_the_worker_hears_of_a_job_once_it_is_there_to_be_taken(
    context_of: Callable[[int], EaselContext], wakes: list[str]
) -> None:
    context = context_of(1)
    async with context.database.transaction() as db:
        await context.enqueue(db, wish())
        assert wakes == []
    assert wakes == ["wake"]


async def test_a_job_that_is_taken_back_wakes_nobody(
    context_of: Callable[[int], EaselContext], wakes: list[str]
) -> None:
    context = context_of(1)

    async def fail() -> None:
        async with context.database.transaction() as db:
            await context.enqueue(db, wish())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert wakes == []
