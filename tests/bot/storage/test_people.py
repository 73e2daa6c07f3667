from datetime import timedelta

import pytest
from sqlalchemy import delete
from telegram import User as TelegramUser

from bot.look import Look
from bot.storage import people, sessions
from bot.storage.database import Database
from bot.storage.models.people import User
from bot.storage.moments import now


def ada(name: str = "Ada") -> TelegramUser:
    return TelegramUser(2**40, name, is_bot=False, username="ada", language_code="en")


async def test_a_person_who_writes_again_is_brought_up_to_date_and_no_longer_blocked(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, ada())
        await people.mark_blocked(db, 2**40)
    async with database.snapshot() as db:
        assert (await db.get_one(User, 2**40)).blocked_at is not None

    async with database.transaction() as db:
        await people.remember_user(db, ada("Countess"))

    async with database.snapshot() as db:
        user = await db.get_one(User, 2**40)
        assert (user.first_name, user.blocked_at) == ("Countess", None)


async def test_a_session_is_a_persons_own_in_each_chat(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, ada())
        session = await sessions.load(db, -100, 2**40)
        session.look = Look(strength=0.3)
    async with database.transaction() as db:
        assert (await sessions.load(db, -100, 2**40)).look.strength == 0.3
        assert (await sessions.load(db, -200, 2**40)).look.strength == 1.0


async def test_forgetting_a_person_forgets_their_sessions(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, ada())
        await sessions.load(db, 1, 2**40)
    async with database.transaction() as db:
        await db.execute(delete(User))
    async with database.transaction() as db:
        await people.remember_user(db, ada())
        assert (await sessions.load(db, 1, 2**40)).photo_file_id is None


async def test_who_lets_the_bot_in_again_is_no_longer_blocked(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, ada())
        await people.mark_blocked(db, 2**40)
        await people.mark_unblocked(db, 2**40)
    async with database.snapshot() as db:
        assert (await db.get_one(User, 2**40)).blocked_at is None


async def test_shutting_out_and_letting_in(database: Database) -> None:
    seen = []
    for change in (None, people.ban, people.unban):
        async with database.transaction() as db:
            user = await people.remember_user(db, ada())
            if change is not None:
                change(user)
        async with database.snapshot() as db:
            seen.append(await people.is_banned(db, 2**40))
    assert seen == [False, True, False]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Яна", "Annabel", "Anna"]),
        ("anna", ["Annabel", "Anna"]),
        ("@bel_1", ["Annabel"]),
        ("7", ["Anna"]),
        ("яна", ["Яна"]),
        ("%", []),
        ("9" * 30, []),
    ],
)
async def test_people_are_found_by_number_name_or_username(database: Database, words: str, found: list[str]) -> None:
    async with database.transaction() as db:
        for number, (name, username) in enumerate([("Anna", None), ("Annabel", "bel_1"), ("Яна", "ya")]):
            created_at = now() + timedelta(seconds=number)
            db.add(User(id=7 + number, first_name=name, username=username, created_at=created_at))
    async with database.snapshot() as db:
        assert [user.first_name for user in await people.find(db, words, 9)] == found
        assert len(await people.find(db, words, 1)) <= 1
