"""Who comes into a chat and goes: people, the bot, and a whole group that becomes a supergroup."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.playground.playground import Playground
from bot.playground.records import PRESENT, Chat, Json, Member


def set_bot_status(playground: Playground, chat: Chat, status: str, *, by: Json, quietly: bool = False) -> Chat:
    """Give the bot another standing in the chat; return the chat as it is then.

    ``by`` is the user who does it, the bot itself if it leaves; ``quietly`` without a line in the chat.
    """
    if status == chat.bot_status:
        return chat
    bot = playground.bot_user()
    with playground.store.transaction():
        playground.store.set_bot_status(chat.id, status)
        playground.tell_bot(
            "my_chat_member",
            {
                "chat": chat.as_telegram(),
                "from": by,
                "date": int(time.time()),
                "old_chat_member": Member(bot, chat.bot_status).as_telegram(),
                "new_chat_member": Member(bot, status).as_telegram(),
            },
        )
        was, is_now = chat.bot_status in PRESENT, status in PRESENT
        changed = replace(chat, bot_status=status)
        if chat.is_group and was != is_now and not quietly:
            playground.post(changed, {"new_chat_members": [bot]} if is_now else {"left_chat_member": bot}, author=by)
        tell_page_of_chat(playground, chat.id)
    return changed


def add_person(playground: Playground, chat: Chat, user: Json, *, by: Json | None = None) -> None:
    """Let a person into a group; ``by`` is who brought them, themselves where nobody did."""
    present = [member.user["id"] for member in playground.store.members(chat.id) if member.status in PRESENT]
    if user["id"] in present:
        return
    with playground.store.transaction():
        playground.store.set_member(chat.id, user["id"], "member")
        if chat.is_group:
            playground.post(chat, {"new_chat_members": [user]}, author=by or user)
        tell_page_of_chat(playground, chat.id)


def remove_person(playground: Playground, chat: Chat, user: Json) -> None:
    """Let a person leave a group."""
    with playground.store.transaction():
        if chat.is_group:
            playground.post(chat, {"left_chat_member": user}, author=user)
        playground.store.set_member(chat.id, user["id"], "left")
        tell_page_of_chat(playground, chat.id)


def migrate(playground: Playground, group: Chat, *, by: Json) -> Chat:
    """Make a supergroup of a group, as Telegram does when it grows; return the supergroup."""
    store = playground.store
    with store.transaction():
        supergroup = store.add_chat("supergroup", group.title, maker=group.user, bot_status=group.bot_status)
        for member in store.members(group.id):
            store.set_member(supergroup.id, member.user["id"], member.status)
        playground.post(group, {"migrate_to_chat_id": supergroup.id}, author=by)
        store.set_migrated(group.id, supergroup.id)
        playground.post(supergroup, {"migrate_from_chat_id": group.id}, author=by)
        tell_page_of_chat(playground, group.id)
        tell_page_of_chat(playground, supergroup.id)
    return supergroup


def tell_page_of_chat(playground: Playground, chat_id: int, *, cleared: bool = False) -> Json:
    """Tell the page that a chat is new or has changed; return how the page lists it."""
    chat = playground.store.chat(chat_id)
    assert chat is not None
    described = playground.describe_chat(chat)
    playground.tell_page(chat_id, "chats", {"cleared": cleared, "chat": described})
    return described
