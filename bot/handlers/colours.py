"""Whose colours: /colours keep, /colours off."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.grammar import WishError
from bot.handlers.speech import speech_of
from bot.handlers.turn import turn_of
from bot.handlers.wishes import carry_out, conclude
from bot.views import texts
from bot.wish import Wish


async def on_colours(update: Update, context: EaselContext) -> None:
    """Repaint the current photo with its own colours or the painting's; without a word, with the other ones."""
    message = update.message
    assert message is not None
    words = speech_of(message, context.bot.username).words
    async with turn_of(update, context) as turn:
        if words:
            try:
                wish = turn.read(f"colours {words}")
            except WishError:
                wish = Wish()
        else:
            wish = Wish(colours="no" if turn.session.look.keeps_colours else "luminance")
        reply = await carry_out(turn, message, wish) if wish else texts.bad_colours(turn.locale, words)
    await conclude(message, reply)
