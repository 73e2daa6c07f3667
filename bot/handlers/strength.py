"""How strong: /strength 70."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.grammar import WishError
from bot.handlers.speech import speech_of
from bot.handlers.turn import turn_of
from bot.handlers.wishes import carry_out, conclude, sentence_about
from bot.views import texts


async def on_strength(update: Update, context: EaselContext) -> None:
    """Repaint the current photo in another strength; without a number, say what it is."""
    message = update.message
    assert message is not None
    words = speech_of(message, context.bot.username).words
    async with turn_of(update, context) as turn:
        if not words:
            reply: str | None = texts.strength_now(turn.locale, turn.session.look.strength)
        else:
            try:
                reply = await carry_out(turn, message, turn.read(f"strength {words}"))
            except WishError as error:
                reply = sentence_about(turn, error)
    await conclude(message, reply)
