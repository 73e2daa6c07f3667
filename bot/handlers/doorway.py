"""Before everything else: whether a person is let in, and whether an album of theirs is whole by now."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers import albums, bans
from bot.storage import albums as stored_albums
from bot.storage import people


async def look(update: Update, context: EaselContext) -> None:
    """Turn away who is shut out; answer the albums that a person's next message shows to be whole.

    One look into the database for both, since every update has to pass here.

    Raises:
        ApplicationHandlerStop: nothing else handles the update.
    """
    person, message = update.effective_user, update.message
    # Who comes and goes is news about a chat, not somebody's wish.
    if person is None or update.my_chat_member is not None:
        return
    async with context.database.snapshot() as db:
        is_banned = await people.is_banned(db, person.id)
        waiting = [] if message is None else await stored_albums.waiting(db, context.settings.bot_id, message.chat_id)
    if is_banned:
        await bans.turn_away(update, context)
    if message is not None:
        await albums.finish_before(message, waiting, context)
