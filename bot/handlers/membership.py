"""The bot's own coming and going: blocked and let in again by people, added to groups and thrown out."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.constants import ChatType, ParseMode

from bot.context import EaselContext
from bot.handlers.telling import courtesy
from bot.handlers.turn import locale_of
from bot.storage import chats, people
from bot.views import limits

_GONE = frozenset((ChatMember.LEFT, ChatMember.BANNED))
_GROUPS = frozenset((ChatType.GROUP, ChatType.SUPERGROUP))


async def on_change(update: Update, context: EaselContext) -> None:
    """Note where the bot can still speak, and greet a group that it has just come into."""
    change = update.my_chat_member
    assert change is not None
    chat, is_gone = change.chat, change.new_chat_member.status in _GONE
    async with context.database.transaction() as db:
        if chat.type == ChatType.PRIVATE:
            await (people.mark_blocked if is_gone else people.mark_unblocked)(db, chat.id)
        elif is_gone:
            await chats.mark_left(db, chat.id)
        else:
            await chats.mark_joined(db, chat.id)
    if chat.type in _GROUPS and _comes_in(change):
        style = context.gallery.entries[0].name
        text = limits.hello_group(await locale_of(update, context), context.bot.username, style)
        await courtesy(context.bot.send_message(chat.id, text, ParseMode.HTML))


def _comes_in(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in _GONE and change.new_chat_member.status not in _GONE
