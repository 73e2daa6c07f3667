"""Where Telegram has pictures of the bot's own, so that each is uploaded only once."""

from __future__ import annotations

import hashlib

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_replace
from bot.storage.models.admin import Switch


async def file_id(db: AsyncSession, picture: str, bot_id: int) -> str | None:
    """Return the file id that a picture has, by its name, for a bot; None if that has not uploaded it."""
    row = await db.get(Switch, _key(picture))
    return None if row is None or row.value["bot_id"] != bot_id else str(row.value["file_id"])


async def keep(db: AsyncSession, picture: str, bot_id: int, file_id: str) -> None:
    """Remember the file id that a picture has for a bot, in the place of any other."""
    await insert_or_replace(db, Switch, name=_key(picture), value={"bot_id": bot_id, "file_id": file_id})


def _key(picture: str) -> str:
    return f"upload:{hashlib.sha256(picture.encode()).hexdigest()[:24]}"
