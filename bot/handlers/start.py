"""Coming in: /start and /help, and what to say to a command that does not exist."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.telling import tell
from bot.views import texts


async def start(update: Update, context: EaselContext) -> None:
    """Greet."""
    assert update.message is not None
    assert update.effective_user is not None
    await tell(update.message, texts.welcome(update.effective_user.first_name))


async def show_help(update: Update, context: EaselContext) -> None:
    """Explain everything."""
    assert update.message is not None
    await tell(update.message, texts.help_text(context.gallery.entries[0].name))


async def unknown_command(update: Update, context: EaselContext) -> None:
    """Answer a command that does not exist."""
    assert update.message is not None
    await tell(update.message, texts.unknown_command())
