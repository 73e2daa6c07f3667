"""What the playground keeps: chats, their members, messages, files, queries and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

# Standings of those who are in a chat; whoever was thrown out is "kicked", whoever went is "left".
PRESENT = ("creator", "administrator", "member")


@dataclass(frozen=True)
class Chat:
    """A conversation with the bot; a private one has the id of its person.

    ``user`` is the person of a private chat, and whoever made any other. ``bot_status`` is the bot's standing, one
    of Telegram's: in a private chat "kicked" means that the person has blocked it. A group that has become a
    supergroup is ``migrated_to`` the id of that.
    """

    id: int
    type: str
    title: str
    user: Json
    bot_status: str
    read_up_to: int
    username: str | None
    migrated_to: int | None

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in the chat and may write to it."""
        return self.bot_status in PRESENT and self.migrated_to is None

    @property
    def is_group(self) -> bool:
        """Whether several people may write here."""
        return self.type in ("group", "supergroup")

    def as_telegram(self) -> Json:
        """Return Telegram's ``Chat`` object."""
        if self.type == "private":
            return {"id": self.id, "type": "private", **_names(self.user)}
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.type, "title": self.title, **named}


@dataclass(frozen=True)
class Member:
    """Somebody's standing in a chat: creator, administrator, member, left or kicked."""

    user: Json
    status: str

    def as_telegram(self) -> Json:
        """Return Telegram's ``ChatMember`` object."""
        return {"user": self.user, "status": self.status, **_DETAILS.get(self.status, {})}


@dataclass(frozen=True)
class Message:
    """A message: Telegram's object in ``body``, and what only the playground knows about it."""

    body: Json
    from_bot: bool
    deleted: bool
    reactions: list[Json]

    @property
    def id(self) -> int:
        """Telegram's ``message_id``."""
        return int(self.body["message_id"])

    def as_person_sees(self) -> Json:
        """Return the body with ``from_bot`` and ``deleted`` added, and the bot's ``reactions`` if there are any."""
        reactions = {"reactions": self.reactions} if self.reactions else {}
        return {**self.body, "from_bot": self.from_bot, "deleted": self.deleted, **reactions}


@dataclass(frozen=True)
class StoredFile:
    """A file as the Bot API names it; ``content`` is the part of a message that sends it again by its id.

    A smaller size of a photo has the digest of the photo, and its own width and height in pixels as ``resized``; it is
    made when it is first asked for, and nobody knows its ``size`` in bytes before.
    """

    file_id: str
    unique_id: str
    kind: str
    path: str
    sha256: str
    size: int | None
    mime_type: str
    content: Json | None
    resized: tuple[int, int] | None = None


@dataclass(frozen=True)
class Event:
    """Something that the chat page shows, with its data as JSON: numbered without end, across restarts."""

    seq: int
    chat_id: int
    type: str
    data: str


@dataclass(frozen=True)
class Query:
    """A callback or inline query, and the bot's answer once there is one."""

    id: str
    type: str
    chat_id: int
    body: Json
    at: float
    answer: Json | None


# What Telegram tells besides of a member with this standing, as far as the chat has any use for it.
_DETAILS: dict[str, Json] = {
    "creator": {"is_anonymous": False},
    "kicked": {"until_date": 0},
    "administrator": {
        "can_be_edited": False,
        "is_anonymous": False,
        "can_manage_chat": True,
        "can_delete_messages": True,
        "can_manage_video_chats": False,
        "can_restrict_members": False,
        "can_promote_members": False,
        "can_change_info": False,
        "can_invite_users": False,
        "can_post_stories": False,
        "can_edit_stories": False,
        "can_delete_stories": False,
    },
}


def _names(user: Json) -> Json:
    return {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
