"""What one person is working on in one chat."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_ignore
from bot.storage.models import ChatSession


async def load(db: AsyncSession, chat_id: int, user_id: int) -> ChatSession:
    """Return a person's session in a chat, a fresh one if there is none; the person must be known.

    Changes to what is returned are saved with the transaction.
    """
    await db.execute(insert_or_ignore(db, ChatSession).values(chat_id=chat_id, user_id=user_id))
    return await db.get_one(ChatSession, (chat_id, user_id))
