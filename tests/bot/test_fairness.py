from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fairness import TooManyWishes, require_room
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.models.jobs import JobKind
from bot.storage.moments import now
from tests.bot.jobs.rows import ask, wish

SETTINGS = Settings(jobs_per_minute=2, jobs_per_day=100, admins=frozenset({1}))


@pytest.fixture
async def full(database: Database) -> None:
    """Two people who have wished for as much as anybody may in a minute; the first is an admin."""
    async with database.transaction() as db:
        for user_id in (1, 7):
            for number in range(2):
                await ask(db, f"{user_id}:{number}", user_id=user_id)


@pytest.mark.usefixtures("full")
async def test_who_has_asked_for_enough_waits(database: Database) -> None:
    async with database.snapshot() as db:
        with pytest.raises(TooManyWishes) as refused:
            await require_room(db, SETTINGS, wish(user_id=7), "7:2")
    assert timedelta(seconds=50) < refused.value.wait <= timedelta(minutes=1)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(("user_id", "origin"), [(8, "8:0"), (1, "1:2"), (7, "7:1")])
async def test_others_admins_and_wishes_that_are_handled_again_do_not_wait(
    database: Database, user_id: int, origin: str
) -> None:
    async with database.snapshot() as db:
        await require_room(db, SETTINGS, wish(user_id=user_id), origin)


@pytest.mark.usefixtures("full")
async def test_inline_queries_count_for_themselves(database: Database) -> None:
    inline = {"user_id": 7, "kind": JobKind.RENDER}
    async with database.transaction() as db:
        await require_room(db, SETTINGS, wish(**inline), "7:2")
        for number in range(2, 4):
            await ask(db, f"7:{number}", **inline)
        with pytest.raises(TooManyWishes):
            await require_room(db, SETTINGS, wish(**inline), "7:4")
    async with database.transaction() as db:
        for number in range(2):
            await ask(db, f"8:{number}", **{**inline, "user_id": 8})
        await require_room(db, SETTINGS, wish(user_id=8), "8:2")


def test_a_wait_never_goes_below_nothing() -> None:
    assert TooManyWishes(now() - timedelta(seconds=5)).wait == timedelta()
