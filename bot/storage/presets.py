"""Presets: a style with its controls, saved under a name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.models import Preset


async def save(
    db: AsyncSession,
    user_id: int,
    name: str,
    *,
    style: str,
    strength: float,
    keep_colours: bool,
    painting_file_id: str | None = None,
) -> Preset:
    """Save a preset; one of the same name is replaced."""
    preset = await find(db, user_id, name)
    if preset is None:
        preset = Preset(user_id=user_id, name=" ".join(name.split())[:64])
        db.add(preset)
    preset.style = style
    preset.strength = strength
    preset.keep_colours = keep_colours
    preset.painting_file_id = painting_file_id
    await db.flush()
    return preset


async def list_presets(db: AsyncSession, user_id: int) -> list[Preset]:
    """Return a person's presets, oldest first."""
    return list(await db.scalars(select(Preset).where(Preset.user_id == user_id).order_by(Preset.id)))


async def find(db: AsyncSession, user_id: int, name: str) -> Preset | None:
    """Return a person's preset of that name, whatever its case, or None."""
    wanted = " ".join(name.split()).casefold()
    return next((p for p in await list_presets(db, user_id) if p.name.casefold() == wanted), None)
