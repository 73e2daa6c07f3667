"""The people who write to the bot."""

from __future__ import annotations

import telegram
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_ignore
from bot.storage.models import User, now


async def remember_user(db: AsyncSession, telegram_user: telegram.User) -> User:
    """Return the row of a person, created or brought up to date; who writes has not blocked the bot."""
    new = insert_or_ignore(db, User).values(id=telegram_user.id, first_name=telegram_user.first_name)
    await db.execute(new)
    user = await db.get_one(User, telegram_user.id)
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
