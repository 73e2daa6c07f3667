"""Coming in: /start and /help, and what to say to a command that does not exist."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.telling import tell
from bot.handlers.turn import turn_of
from bot.views import texts


async def start(update: Update, context: EaselContext) -> None:
    """Greet."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.welcome(turn.locale, turn.person.first_name)
    await tell(update.message, text)


async def show_help(update: Update, context: EaselContext) -> None:
    """Explain everything."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.help_text(turn.locale, context.gallery.entries[0].name)
    await tell(update.message, text)


async def unknown_command(update: Update, context: EaselContext) -> None:
    """Answer a command that does not exist."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.unknown_command(turn.locale)
    await tell(update.message, text)
