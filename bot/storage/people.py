"""The people who write to the bot."""

from __future__ import annotations

import telegram
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_ignore
from bot.storage.models.people import User
from bot.storage.moments import now


async def remember_user(db: AsyncSession, telegram_user: telegram.User) -> User:
    """Return the row of a person, created or brought up to date; who writes has not blocked the bot.

    It is locked: what the person does in two chats at once comes one after the other.
    """
    # Not against those who only refer to it, as the worker does when it keeps what it has read of a style.
    lock = {"key_share": True}
    user = await db.get(User, telegram_user.id, with_for_update=lock)
    if user is None:
        new = insert_or_ignore(db, User).values(id=telegram_user.id, first_name=telegram_user.first_name)
        await db.execute(new)
        user = await db.get_one(User, telegram_user.id, with_for_update=lock)
    user.first_name = telegram_user.first_name
    user.username = telegram_user.username
    # Telegram leaves it out of some updates.
    user.language = telegram_user.language_code or user.language
    user.blocked_at = None
    await db.flush()
    return user


async def mark_blocked(db: AsyncSession, user_id: int) -> None:
    """Note that a person has blocked the bot, so that nothing more is sent until they write again."""
    await db.execute(update(User).where(User.id == user_id).values(blocked_at=now()))


async def mark_unblocked(db: AsyncSession, user_id: int) -> None:
    """Note that a person has let the bot in again."""
    await db.execute(update(User).where(User.id == user_id).values(blocked_at=None))


def ban(user: User) -> None:
    """Shut a person out, from now on."""
    user.banned_at = user.banned_at or now()


def unban(user: User) -> None:
    """Let a person in again."""
    user.banned_at = None


async def is_banned(db: AsyncSession, user_id: int) -> bool:
    """Tell whether a person is shut out."""
    return await db.scalar(select(User.id).where(User.id == user_id, User.banned_at.is_not(None))) is not None


async def get(db: AsyncSession, user_id: int) -> User | None:
    """Return a person by their id, or None."""
    return await db.get(User, user_id)


async def find(db: AsyncSession, words: str, most: int) -> list[User]:
    """Return people by id, username or a part of their name, the newest first; everybody for no words."""
    wanted = words.strip().removeprefix("@")
    # SQLite folds the case of ASCII only; names mostly begin with a capital.
    spellings = {wanted, wanted.lower(), wanted.capitalize()}
    matches: list[ColumnElement[bool]] = [
        column.icontains(spelling, autoescape=True)
        for spelling in spellings
        for column in (User.first_name, User.username)
    ]
    # Telegram's ids have 52 bits at most; more digits than fit a column are a name.
    if wanted.isdecimal() and len(wanted) <= 18:
        matches.append(User.id == int(wanted))
    query = select(User).order_by(User.created_at.desc(), User.id).limit(most)
    return list(await db.scalars(query.where(or_(*matches)) if wanted else query))
