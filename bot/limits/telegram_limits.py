"""What Telegram allows a bot, and how the processes that speak for it share that."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Bots and workers know nothing of one another's calls, so that each kind keeps to a share. In a group, 20 messages a
# minute, that of workers holds an album of ten and the message with the buttons.
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

    def share(self, part: float, processes: int = 1) -> Limits:
        """Return the limits of each of several `processes` of a kind that has `part`, from 0 to 1, of the whole.

        They divide `per_second`: together they stay within the part, unless they are more than it has messages, since
        none gets less than one. `in_group_per_minute` each of them has undivided: a part of it could not hold an album,
        and it is rare that several are at one group within a minute. Should they exceed the limit there, Telegram
        closes that group for a while, and no other chat has to wait.
        """
        return replace(
            self,
            per_second=max(int(self.per_second * part / processes), 1),
            in_group_per_minute=max(int(self.in_group_per_minute * part), 1),
        )
