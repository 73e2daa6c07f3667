"""Maintenance: wishes are taken down and painted afterwards; who makes one is told so."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update

from bot.context import EaselContext
from bot.handlers.once import is_news
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import locale_of
from bot.views import limits

_SILENT_FOR = timedelta(minutes=30)


async def remark(update: Update, context: EaselContext) -> None:
    """After a wish has been handled: say, once, that it is painted later."""
    message = update.effective_message
    if message is None or not context.waits_for_maintenance:
        return
    if is_news(context, "maintenance", _SILENT_FOR):
        await courtesy(tell(message, limits.maintenance(await locale_of(update, context))))
