"""What one person is working on in one chat."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import presets
from bot.storage.database import insert_or_ignore
from bot.storage.models.people import ChatSession


async def load(db: AsyncSession, chat_id: int, user_id: int) -> ChatSession:
    """Return a person's session in a chat; where there is none, a fresh one in their default look.

    The person must be known. Changes to what is returned, which is locked, are saved with the transaction.
    """
    key = chat_id, user_id
    session = await db.get(ChatSession, key, with_for_update=True)
    if session is not None:
        return session
    new = insert_or_ignore(db, ChatSession).values(chat_id=chat_id, user_id=user_id).returning(ChatSession.chat_id)
    is_new = await db.scalar(new) is not None
    session = await db.get_one(ChatSession, key, with_for_update=True)
    if is_new and (preset := await presets.default(db, user_id)) is not None:
        session.look = preset.look
    return session
