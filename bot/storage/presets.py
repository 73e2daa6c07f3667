"""Presets: looks, saved under names."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.look import Look
from bot.names import MAX_NAME
from bot.storage.models.styles import Preset


async def save(db: AsyncSession, user_id: int, name: str, look: Look, paintings: Mapping[str, str]) -> Preset:
    """Save a look under a name; one of the same name is replaced.

    Args:
        paintings: the file ids of the person's own styles in it, by reference.
    """
    preset = await find(db, user_id, name)
    if preset is None:
        preset = Preset(user_id=user_id, name=" ".join(name.split())[:MAX_NAME])
        db.add(preset)
    preset.look = look
    preset.paintings = dict(paintings)
    await db.flush()
    return preset


async def make_default(db: AsyncSession, preset: Preset, is_default: bool) -> None:
    """Make a preset what the person's new chats begin with, or not any more; there is one at most."""
    for other in await list_presets(db, preset.user_id):
        other.is_default = is_default and other.id == preset.id
    await db.flush()


async def default(db: AsyncSession, user_id: int) -> Preset | None:
    """Return what a person's new chats begin with, or None."""
    return await db.scalar(select(Preset).where(Preset.user_id == user_id, Preset.is_default))


async def list_presets(db: AsyncSession, user_id: int) -> list[Preset]:
    """Return a person's presets, oldest first."""
    return list(await db.scalars(select(Preset).where(Preset.user_id == user_id).order_by(Preset.id)))


async def find(db: AsyncSession, user_id: int, name: str) -> Preset | None:
    """Return a person's preset of that name, whatever its case, or None."""
    wanted = " ".join(name.split()).casefold()
    return next((p for p in await list_presets(db, user_id) if p.name.casefold() == wanted), None)
