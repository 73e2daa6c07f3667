"""The bot's reactions to messages."""

from __future__ import annotations

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.targets import message_of

# The emoji that Telegram allows, as its documentation of ReactionTypeEmoji lists them.
_EMOJI = (
    "❤,👍,👎,🔥,🥰,👏,😁,🤔,🤯,😱,🤬,😢,🎉,🤩,🤮,💩,🙏,👌,🕊,🤡,🥱,🥴,😍,🐳,❤\u200d🔥,🌚,🌭,💯,🤣,⚡,🍌,🏆,💔,🤨,😐,🍓,🍾,💋,"
    "🖕,😈,😴,😭,🤓,👻,👨\u200d💻,👀,🎃,🙈,😇,😨,🤝,✍,🤗,🫡,🎅,🎄,☃,💅,🤪,🗿,🆒,💘,🙉,🦄,😘,💊,🙊,😎,👾,🤷\u200d♂,🤷,🤷\u200d♀,😡"
)
ALLOWED = frozenset(_EMOJI.split(","))
# A bot is no subscriber of Telegram Premium.
MOST = 1


async def set_message_reaction(playground: Playground, parameters: Parameters) -> bool:
    """Implement setMessageReaction; an empty list takes the reaction away."""
    chat, message = message_of(playground, parameters, "to react")
    wanted = parameters.json("reaction", "reaction types") or []
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise bad_request("can't parse reaction types: expected an Array of ReactionType")
    if len(wanted) > MOST:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or _plain(one.get("emoji")) not in ALLOWED for one in wanted):
        raise bad_request("REACTION_INVALID")
    playground.react(chat.id, message, wanted)
    return True


def _plain(emoji: object) -> str:
    """Return the emoji without the sign that asks for its colourful form, which some clients send and some do not."""
    return str(emoji).replace("\N{VARIATION SELECTOR-16}", "")
