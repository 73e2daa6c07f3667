"""Where Telegram has the picture that people are greeted with."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_replace
from bot.storage.models import Switch

_NAME = "greeting"


async def file_id(db: AsyncSession, edition: str) -> str | None:
    """Return the file id of an edition of the picture, or None if Telegram has none or another."""
    row = await db.get(Switch, _NAME)
    return None if row is None or row.value["edition"] != edition else str(row.value["file_id"])


async def keep(db: AsyncSession, edition: str, file_id: str) -> None:
    """Remember the file id of an edition, in the place of any other."""
    await insert_or_replace(db, Switch, name=_NAME, value={"edition": edition, "file_id": file_id})
