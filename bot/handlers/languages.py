"""The language that the bot speaks: /language."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.telling import tell
from bot.handlers.turn import turn_of
from bot.views import keyboards, texts


async def on_language(update: Update, context: EaselContext) -> None:
    """Show the languages, each by its own name; in a group the choice is for everybody."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.choose_language(turn.locale, turn.in_group)
        keyboard = keyboards.languages(turn.locale, turn.chosen_language, in_group=turn.in_group)
    await tell(update.message, text, keyboard)
