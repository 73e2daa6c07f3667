"""The Bot API methods about a chat and who is in it."""

from __future__ import annotations

from bot.playground import membership
from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import PRESENT, Chat, Json, Member
from bot.playground.targets import chat_of, open_chat_of


async def get_chat(playground: Playground, parameters: Parameters) -> Json:
    """Implement getChat."""
    return {
        **chat_of(playground, parameters).as_telegram(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def get_chat_member(playground: Playground, parameters: Parameters) -> Json:
    """Implement getChatMember."""
    chat = chat_of(playground, parameters)
    user_id = parameters.integer("user_id")
    for member in _members(playground, chat):
        if member.user["id"] == user_id:
            return member.as_telegram()
    stranger = playground.store.person(user_id)
    if stranger is None or chat.type == "private":
        raise bad_request("PARTICIPANT_ID_INVALID")
    return Member(stranger, "left").as_telegram()


async def get_chat_member_count(playground: Playground, parameters: Parameters) -> int:
    """Implement getChatMemberCount."""
    chat = open_chat_of(playground, parameters)
    return sum(member.status in PRESENT for member in _members(playground, chat))


async def get_chat_administrators(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement getChatAdministrators."""
    chat = open_chat_of(playground, parameters)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    ranks = ("creator", "administrator")
    return [member.as_telegram() for member in _members(playground, chat) if member.status in ranks]


async def leave_chat(playground: Playground, parameters: Parameters) -> bool:
    """Implement leaveChat."""
    chat = open_chat_of(playground, parameters)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    membership.set_bot_status(playground, chat, "left", by=playground.bot_user())
    return True


def _members(playground: Playground, chat: Chat) -> list[Member]:
    return [*playground.store.members(chat.id), Member(playground.bot_user(), chat.bot_status)]
