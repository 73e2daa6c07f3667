from sqlalchemy import delete
from telegram import User as TelegramUser

from bot.look import Look
from bot.storage import people, sessions
from bot.storage.database import Database
from bot.storage.models import User


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
