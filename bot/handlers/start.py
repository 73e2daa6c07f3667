"""Coming in: /start and /help, and what to say to a command that does not exist."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.greeting import show_greeting
from bot.handlers.telling import tell
from bot.handlers.turn import turn_of
from bot.views import keyboards, profile, texts


async def start(update: Update, context: EaselContext) -> None:
    """Greet, with a picture and the way to the gallery."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text, keyboard = texts.welcome(turn.locale, turn.person.first_name), keyboards.greeting(turn.locale)
    await show_greeting(update.message, context, text, keyboard)


async def show_help(update: Update, context: EaselContext) -> None:
    """Explain everything."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.help_text(turn.locale, context.gallery.entries[0].name, profile.commands(turn.locale))
    await tell(update.message, text)


async def unknown_command(update: Update, context: EaselContext) -> None:
    """Answer a command that does not exist."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.unknown_command(turn.locale)
    await tell(update.message, text)
