"""Switches: what an admin has set for everybody."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import insert_or_replace
from bot.storage.models.admin import Switch

_MAINTENANCE = "maintenance"


async def in_maintenance(db: AsyncSession) -> bool:
    """Tell whether wishes are only taken down, to be painted later."""
    switch = await db.get(Switch, _MAINTENANCE)
    return switch is not None and bool(switch.value["on"])


def is_maintenance() -> ColumnElement[bool]:
    """What `in_maintenance` tells, as a condition of another statement."""
    return exists().where(Switch.name == _MAINTENANCE, Switch.value["on"].as_boolean())


async def set_maintenance(db: AsyncSession, on: bool) -> None:
    """Begin maintenance, or end it; workers see it before they take their next job."""
    await insert_or_replace(db, Switch, name=_MAINTENANCE, value={"on": on})
