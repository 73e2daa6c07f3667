"""Styles of people's own: paintings that they sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from itertools import count

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.names import MAX_NAME
from bot.storage.database import insert_or_replace
from bot.storage.models.styles import OwnStyle, StyleStatistics

NAME_LENGTH = MAX_NAME


async def add_own(
    db: AsyncSession, user_id: int, name: str, painting_file_id: str, nameless: Callable[[int], str]
) -> OwnStyle:
    """Keep a painting as a style; a name already taken becomes `iris 2`, an empty one the first free `nameless(1)`."""
    taken = {style.name.casefold() for style in await list_own(db, user_id)}
    style = OwnStyle(user_id=user_id, name=_unique(name, taken, nameless), painting_file_id=painting_file_id)
    db.add(style)
    await db.flush()
    return style


async def list_own(db: AsyncSession, user_id: int) -> list[OwnStyle]:
    """Return a person's styles, oldest first."""
    rows = await db.scalars(select(OwnStyle).where(OwnStyle.user_id == user_id).order_by(OwnStyle.id))
    return list(rows)


async def get_own(db: AsyncSession, style_id: int) -> OwnStyle | None:
    """Return a style by its id, or None."""
    return await db.get(OwnStyle, style_id)


async def find_own(db: AsyncSession, user_id: int, name: str) -> OwnStyle | None:
    """Return a person's style of that name, whatever its case, or None."""
    # Compared here, not in SQL: SQLite folds the case of ASCII only.
    wanted = name.strip().casefold()
    return next((style for style in await list_own(db, user_id) if style.name.casefold() == wanted), None)


async def share(db: AsyncSession, style: OwnStyle) -> str:
    """Return the token by which others find a style, the same each time."""
    if style.share_token is None:
        style.share_token = secrets.token_urlsafe(12)
        await db.flush()
    return style.share_token


async def find_shared(db: AsyncSession, token: str) -> OwnStyle | None:
    """Return the style that somebody shares by a token, or None."""
    return await db.scalar(select(OwnStyle).where(OwnStyle.share_token == token))


async def copy(db: AsyncSession, shared: OwnStyle, user_id: int) -> OwnStyle:
    """Make a style another person's own too, with what has been read of its painting."""
    style = await add_own(db, user_id, shared.name, shared.painting_file_id, str)
    for known in await db.scalars(select(StyleStatistics).where(StyleStatistics.style_id == shared.id)):
        await keep_statistics(db, style.id, known.method, known.encoder, known.statistics)
    return style


async def swap(db: AsyncSession, style: OwnStyle) -> OwnStyle:
    """Replace a style by one of the photo that came with its painting, under the same name."""
    assert style.photo_file_id is not None
    name, painting, photo = style.name, style.painting_file_id, style.photo_file_id
    await remove_own(db, style.id)
    await db.flush()
    swapped = await add_own(db, style.user_id, name, photo, str)
    swapped.photo_file_id = painting
    await db.flush()
    return swapped


async def remove_own(db: AsyncSession, style_id: int) -> None:
    """Forget a style; one that is gone already is no error."""
    style = await get_own(db, style_id)
    if style is not None:
        await db.delete(style)


async def statistics(db: AsyncSession, style_id: int, method: str) -> StyleStatistics | None:
    """Return what a method has read of a style's painting, or None."""
    return await db.get(StyleStatistics, (style_id, method))


async def was_read(db: AsyncSession, style_id: int) -> bool:
    """Tell whether any method has read the style's painting."""
    query = select(StyleStatistics.method).where(StyleStatistics.style_id == style_id)
    return await db.scalar(query.limit(1)) is not None


async def keep_statistics(db: AsyncSession, style_id: int, method: str, encoder: str, statistics: bytes) -> None:
    """Store what a method has read of a style's painting, unless the style is gone by now."""
    if await db.get(OwnStyle, style_id, with_for_update={"read": True, "key_share": True}) is not None:
        keys = {"style_id": style_id, "method": method}
        await insert_or_replace(db, StyleStatistics, **keys, encoder=encoder, statistics=statistics)


def _unique(name: str, taken: set[str], nameless: Callable[[int], str]) -> str:
    stem = " ".join(name.split())
    if not stem:
        return next(n for n in (nameless(i) for i in count(1)) if n.casefold() not in taken)
    stem = stem[:NAME_LENGTH]
    if stem.casefold() not in taken:
        return stem
    endings = (f" {i}" for i in count(2))
    names = (stem[: NAME_LENGTH - len(ending)] + ending for ending in endings)
    return next(n for n in names if n.casefold() not in taken)
