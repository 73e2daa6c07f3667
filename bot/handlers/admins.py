"""Who is an admin: the ids in `EASEL_ADMINS`. For everybody else their commands do not exist."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Update
from telegram.constants import ChatType

from bot.context import EaselContext
from bot.handlers import start
from bot.handlers.taps import Answer, OutOfDate, Reaction, Tap

Handler = Callable[[Update, EaselContext], Coroutine[Any, Any, None]]


def for_admins(handler: Handler) -> Handler:
    """Let only admins give a command, in their private chats, where nobody reads along."""

    @wraps(handler)
    async def guarded(update: Update, context: EaselContext) -> None:
        chat, person = update.effective_chat, update.effective_user
        if chat is None or person is None or chat.type != ChatType.PRIVATE:
            return
        if person.id in context.settings.admins:
            await handler(update, context)
        else:
            await start.unknown_command(update, context)

    return guarded


def taps_of_admins(answer: Answer) -> Answer:
    """Let only admins tap a button; for others, also for who was one once, it means nothing."""

    @wraps(answer)
    async def guarded(tap: Tap) -> Reaction:
        if tap.turn.person.id not in tap.turn.context.settings.admins:
            raise OutOfDate
        return await answer(tap)

    return guarded
