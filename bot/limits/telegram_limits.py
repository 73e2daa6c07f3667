"""What Telegram allows a bot, and how the processes that speak for it share that."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Bot and worker know nothing of one another's calls: each keeps to a share, and together they never exceed the whole.
# In a group, 20 messages a minute, the worker's share holds an album of ten and the message with the buttons.
SHARE_OF_BOT = 0.4
SHARE_OF_WORKER = 0.6


@dataclass(frozen=True)
class Limits:
    """How many messages may be sent or edited.

    `in_chat_at_once` and `in_chat_per_second` are for private chats. There Telegram asks for "about" one message a
    second and forgives bursts, so that this one is no budget to be shared.
    """

    per_second: int = 30
    in_group_per_minute: int = 20
    in_chat_at_once: int = 10
    in_chat_per_second: float = 1.0

    def share(self, part: float) -> Limits:
        """Return `part`, from 0 to 1, of what counts for all processes together."""
        return replace(
            self,
            per_second=max(int(self.per_second * part), 1),
            in_group_per_minute=max(int(self.in_group_per_minute * part), 1),
        )
