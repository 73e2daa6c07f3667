"""What a group has agreed on."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_ignore
from bot.storage.models.people import Chat
from bot.storage.moments import now


async def chosen_language(db: AsyncSession, chat_id: int) -> str | None:
    """Return the code of the language that was chosen in a group last, or None if each person has their own."""
    chat = await db.get(Chat, chat_id)
    return None if chat is None else chat.language


async def choose_language(db: AsyncSession, chat_id: int, code: str | None) -> None:
    """Keep the language that was chosen in a group; None for each person's own."""
    await db.execute(insert_or_ignore(db, Chat).values(id=chat_id))
    (await db.get_one(Chat, chat_id)).language = code


async def follow(db: AsyncSession, chat_id: int, new_chat_id: int) -> None:
    """Carry what a group has agreed on over to the supergroup that it has become."""
    language = await chosen_language(db, chat_id)
    if language is not None and await db.get(Chat, new_chat_id) is None:
        await choose_language(db, new_chat_id, language)
    await db.execute(delete(Chat).where(Chat.id == chat_id))


async def mark_left(db: AsyncSession, chat_id: int) -> None:
    """Note that the bot is no longer in a group."""
    await db.execute(insert_or_ignore(db, Chat).values(id=chat_id))
    (await db.get_one(Chat, chat_id)).left_at = now()


async def mark_joined(db: AsyncSession, chat_id: int) -> None:
    """Note that the bot is in a group (again)."""
    await db.execute(insert_or_ignore(db, Chat).values(id=chat_id))
    (await db.get_one(Chat, chat_id)).left_at = None
