"""How a photo is painted, one setting after the other: /mix, /method, /strength, /colours, and so on."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.grammar import WishError
from bot.handlers.speech import speech_of
from bot.handlers.turn import turn_of
from bot.handlers.wishes import carry_out, conclude, sentence_about


async def on_setting(update: Update, context: EaselContext) -> None:
    """Repaint the current photo as the command says; without arguments, say how it is set and how to change it."""
    message = update.message
    assert message is not None
    speech = speech_of(message, context.bot.username)
    async with turn_of(update, context) as turn:
        try:
            reply = await carry_out(turn, message, turn.read(f"{speech.command} {speech.words}"))
        except WishError as error:
            reply = sentence_about(turn, error)
    await conclude(message, reply)
